import type { AggregateName, DomainCommand } from '@covenant/domain';
import type { Reading } from '../reading/reading.js';

/**
 * Lets `rectify` name the mistaken entry by its public number: the domain knows entries by the id of their event. A
 * number that is none of the record's stays as it is, and the domain refuses it as unknown.
 */
export class RectificationEntries {
  constructor(private readonly reading: Pick<Reading, 'eventIdOf'>) {}

  async resolve(aggregate: AggregateName, id: string, command: DomainCommand): Promise<DomainCommand> {
    const entry: unknown = Reflect.get(command.data, 'entry');
    if (typeof entry !== 'number') return command;
    const eventId = await this.reading.eventIdOf(aggregate, id, entry);
    return { ...command, data: { ...command.data, entry: eventId ?? String(entry) } };
  }
}
