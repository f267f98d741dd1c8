import { SubjectKeyGone } from '@covenant/confidentiality';
import { streamOf, type AggregateName } from '@covenant/domain';
import type { EventStore, RecordedEvent } from '@covenant/event-store';
import { Problem, problemTypes } from '@covenant/platform';
import { Privacy } from './privacy.js';
import { details } from '../problems/words/words.js';

/** One entry with what is sealed in it, in plain text. */
export interface OpenedEntry {
  readonly id: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly role: string;
  readonly words: Readonly<Record<string, string>>;
}

export const { erased } = problemTypes(
  { erased: 410 },
  {
    en: {
      erased: {
        title: 'These words were erased',
        about: 'The key under which they were sealed was destroyed, as the law or the person asked. Nobody can read them any more.',
      },
    },
    es: {
      erased: {
        title: 'Estas palabras se borraron',
        about: 'La clave con que estaban selladas se destruyó, como lo pidió la ley o la persona. Ya nadie puede leerlas.',
      },
    },
    fr: {
      erased: {
        title: 'Ces mots ont été effacés',
        about: 'La clé sous laquelle ils étaient scellés a été détruite, comme l’a demandé la loi ou la personne. Plus personne ne peut les lire.',
      },
    },
  },
);

export const erasedProblem = (): Problem => new Problem(erased, details.erased);

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
