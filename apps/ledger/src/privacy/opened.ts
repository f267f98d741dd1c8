import { SubjectKeyGone } from '@covenant/confidentiality';
import { streamOf, type AggregateName } from '@covenant/domain';
import type { EventStore, RecordedEvent } from '@covenant/event-store';
import { Problem, type ProblemType } from '@covenant/platform';
import { Privacy } from './privacy.js';

/** One entry with what is sealed in it, in plain text. */
export interface OpenedEntry {
  readonly id: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly role: string;
  readonly words: Readonly<Record<string, string>>;
}

export const erased: ProblemType = {
  code: 'erased',
  status: 410,
  title: 'These words were erased',
  about: 'The key under which they were sealed was destroyed, as the law or the person asked. Nobody can read them any more.',
};

export const erasedProblem = (): Problem => new Problem(erased, 'The key to these words was destroyed; see the record of the subject.');

/** Reads what is sealed, for those whom somebody else found that they may. */
export class OpenedRecords {
  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly privacy: Privacy,
  ) {}

  events(aggregate: AggregateName, id: string): Promise<readonly RecordedEvent[]> {
    return this.store.readStream(streamOf(aggregate, id));
  }

  /** @throws Problem `erased` */
  async open(events: readonly RecordedEvent[]): Promise<readonly OpenedEntry[]> {
    try {
      return await Promise.all(events.map((event) => this.entry(event)));
    } catch (error) {
      if (error instanceof SubjectKeyGone) throw erasedProblem();
      throw error;
    }
  }

  private async entry(event: RecordedEvent): Promise<OpenedEntry> {
    const { actor, recordedAt } = event.metadata;
    return { id: event.id, type: event.type, recordedAt, role: actor.role, words: await this.privacy.sealer.open(event.stream, event) };
  }
}
