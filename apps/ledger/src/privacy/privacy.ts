import { createHmac } from 'node:crypto';
import type { Guard } from '@covenant/commands';
import { EventSealer, forgetSubject, KeptFigures, Receipts, SubjectKeys, type KeyDatabase, type MasterKeys } from '@covenant/confidentiality';
import { forgottenBy, type GrievanceAbout, type GrievanceFigures } from '@covenant/domain';
import type { EventStore, NewEvent } from '@covenant/event-store';
import { canonicalJson } from '@covenant/transparency';

/** Names the key of the server itself, among those of subjects. No subject has this id. */
const server = '00000000-0000-8000-8000-000000000000';

/** Everything that is personal, and who may see it: sealing on the way in, opening for those who may, and forgetting. */
export class Privacy implements Guard {
  readonly keys: SubjectKeys;
  readonly receipts: Receipts;
  readonly sealer: EventSealer;
  readonly figures: KeptFigures<GrievanceFigures>;

  constructor(
    private readonly database: KeyDatabase,
    masters: MasterKeys,
    private readonly store: Pick<EventStore, 'readStream'>,
    /** Makes useless what is left of a destroyed key on disk; where nobody else needs the same master key, by another. */
    private readonly shred: (keys: SubjectKeys) => Promise<void> = () => Promise.resolve(),
  ) {
    this.keys = new SubjectKeys(database, masters);
    this.receipts = new Receipts(database);
    this.sealer = new EventSealer(this.keys);
    this.figures = new KeptFigures(database);
  }

  /**
   * Makes what is made once, and sees that the master key is the one that wrapped it.
   * @throws MasterKeyError
   */
  async open(): Promise<void> {
    await this.keys.make(server);
    await this.keys.of(server);
  }

  /**
   * What is personal is sealed. The key of a subject that is erased is destroyed before that is recorded: the ledger
   * never says that somebody was forgotten who was not.
   */
  async before(stream: string, events: readonly NewEvent[], begins: boolean): Promise<readonly NewEvent[]> {
    const subject = forgottenBy(stream, events);
    if (subject !== undefined) {
      await forgetSubject(this.database, subject);
      await this.shred(this.keys);
    }
    if (events.some(({ type }) => type === 'GrievanceUnsealed')) await this.readable(stream);
    return this.sealer.seal(stream, events, begins);
  }

  /** That somebody read what nobody can read any more is never recorded. @throws SubjectKeyGone */
  private async readable(stream: string): Promise<void> {
    const [lodged] = await this.store.readStream(stream, { limit: 1 });
    const subject = lodged?.data['complainant'];
    if (typeof subject === 'string') await this.keys.of(subject);
  }

  /** A key of the server’s own, for what nobody outside may compute. */
  serverKey(): Promise<Buffer> {
    return this.keys.of(server);
  }

  /**
   * Stands for a body with personal words, so that a repetition is known: under the key of the person whose words they
   * are, which goes with them. Whoever has the store alone cannot try words against it.
   */
  async digestOf(record: string, body: unknown): Promise<string> {
    const subject = await this.receipts.holder(record);
    const key = subject === undefined ? undefined : (await this.keys.ofAll([subject])).get(subject);
    return key === undefined ? 'erased' : createHmac('sha256', key).update(`covenant/digest/v1\n${canonicalJson(body)}`).digest('base64url');
  }

  /** Whether a grievance is against that office; once its words are erased nobody can tell any more. */
  async complainedOf(stream: string, dutyBearerId: string): Promise<boolean | 'erased'> {
    const [lodged] = await this.store.readStream(stream, { limit: 1 });
    if (lodged === undefined) return false;
    const [about] = await this.sealer.openEach('about', [lodged]);
    return about === undefined ? 'erased' : (JSON.parse(about) as GrievanceAbout).dutyBearerId === dutyBearerId;
  }
}
