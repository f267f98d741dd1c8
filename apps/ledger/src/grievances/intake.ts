import { createHash } from 'node:crypto';
import { Refused, type Commands, type Receipt } from '@covenant/commands';
import { lodgingSecrets } from '@covenant/confidentiality';
import { streamOf, type Actor, type GrievanceCommand } from '@covenant/domain';
import type { EventStore } from '@covenant/event-store';
import { generalProblems, Problem } from '@covenant/platform';
import { canonicalJson } from '@covenant/transparency';
import type { FastifyRequest } from 'fastify';
import { IntakeLimits } from '../privacy/limits.js';
import { erasedProblem, OpenedRecords } from '../privacy/opened.js';
import { Privacy } from '../privacy/privacy.js';
import type { LodgedDto, LodgeGrievance, OwnGrievanceDto } from './grievances.dto.js';
import { details } from '../problems/words/words.js';

/** A person without an account, known by a receipt code to be who lodged this grievance. */
export interface Complainant {
  readonly id: string;
  readonly actor: Actor;
}

const codeForm = /^[\x21-\x7e ]{20,80}$/;

/** The person’s side of a grievance: lodging, and everything afterwards by the receipt code. */
export class Intake {
  constructor(
    private readonly commands: Commands,
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly privacy: Privacy,
    private readonly opened: OpenedRecords,
    readonly limits: IntakeLimits,
  ) {}

  /**
   * Records a grievance whose every word is sealed. The hash of the code and the key are durable before the record is,
   * so that no grievance is recorded that its person cannot follow.
   */
  async lodge(body: LodgeGrievance, idempotencyKey: string | undefined, correlationId: string): Promise<LodgedDto> {
    const { cityId, text, contact, ...about } = body;
    const secrets = lodgingSecrets(
      idempotencyKey === undefined
        ? undefined
        : { serverKey: await this.privacy.serverKey(), idempotencyKey, body: canonicalJson(body) },
    );
    const { code, subject, record } = secrets;
    const opening = canonicalJson({ ...body, grievanceId: record, salt: secrets.salt });
    const data = {
      cityId,
      complainant: subject,
      opening: createHash('sha256').update(opening).digest('hex'),
      about,
      text,
      ...(contact === undefined ? {} : { contact }),
    };
    const repeated = idempotencyKey !== undefined && (await this.store.readStream(streamOf('grievance', record), { limit: 1 })).length > 0;
    if (repeated && (await this.privacy.receipts.holder(record)) === undefined) throw erasedProblem();
    if (!repeated) await this.privacy.receipts.keep(record, subject, code);
    const keyed = idempotencyKey === undefined ? {} : { idempotencyKey: secrets.idempotencyKey, digest: secrets.digest };
    const command = { type: 'lodge', data } as const;
    const receipt = await this.send(record, command, complainant(subject, cityId), correlationId, keyed).catch(async (error: unknown) => {
      if (error instanceof Refused) await this.privacy.receipts.forget(subject);
      throw error;
    });
    return { ...receipt, code, subject, opening };
  }

  /** A later command of the person’s. */
  async later(who: Complainant, command: GrievanceCommand, idempotencyKey: string | undefined, correlationId: string): Promise<Receipt> {
    const keyed = idempotencyKey === undefined ? {} : { idempotencyKey, digest: await this.privacy.digestOf(who.id, [command.type, command.data]) };
    return this.send(who.id, command, who.actor, correlationId, keyed);
  }

  /** Everything that happened, with the person’s own words and what the office wrote to them. */
  async own({ id }: Complainant, state: string): Promise<OwnGrievanceDto> {
    return { id, state, entries: await this.opened.open(await this.opened.events('grievance', id)) };
  }

  /**
   * Who holds the code. The same answer, after the same time, for a grievance that there is none of and for a code that
   * is another’s.
   * @throws Problem `unauthenticated`, `too-many-requests`
   */
  async known(request: FastifyRequest, id: string): Promise<Complainant> {
    const code = request.headers['receipt-code'];
    if (typeof code !== 'string' || !codeForm.test(code)) throw notTheCode();
    const subject = await this.limits.guess(request, () => this.privacy.receipts.subjectOf(id, code));
    const [lodged] = subject === undefined ? [] : await this.opened.events('grievance', id);
    if (subject === undefined || lodged === undefined) throw notTheCode();
    return { id, actor: complainant(subject, lodged.metadata.cityId) };
  }

  private send(
    id: string,
    command: GrievanceCommand,
    actor: Actor,
    correlationId: string,
    keyed: { readonly idempotencyKey?: string; readonly digest?: string },
  ): Promise<Receipt> {
    return this.commands.execute({ aggregate: 'grievance', id, command, actor, correlationId, ...keyed });
  }
}

const complainant = (subject: string, cityId: string): Actor => ({ subject, roles: ['complainant'], cityId });

const notTheCode = (): Problem =>
  new Problem(generalProblems.unauthenticated, details.receiptCode, {
    headers: { 'www-authenticate': 'Receipt-Code' },
  });
