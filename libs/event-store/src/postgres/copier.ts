import { OutcomeUnknown, StoreUnavailable } from '../errors.js';
import type { Appended, ExpectedRevision, NewEvent } from '../port.js';
import { type BatchAnswer, decodeBatch, encodeBatch } from './batch.js';
import { Connection, isServersAnswer, type Line } from './connection.js';
import { type PostgresStoreOptions, withDefaults } from './options.js';
import { checkStream, storedForms } from '../stored-form.js';
import { statement } from './writer.js';

/** Events that stand next to each other in one stream. */
export interface EventRun {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

/**
 * Writes the events of another store in that store's order, many streams in one statement.
 *
 * The store's own `append` promises no order among calls whose answers are not awaited: after a lost connection one may
 * overtake another. Here a call is one statement and is not tried again; the runs are recorded in the order given, or
 * none of them is. After an error the same call may be made again: what is recorded is found to be so.
 */
export class PostgresCopier {
  readonly #connection: Connection;

  constructor(options: PostgresStoreOptions) {
    this.#connection = new Connection(withDefaults(options), 'copy', () => Promise.resolve());
  }

  /**
   * @throws RangeError when two runs are of one stream, or for an impossible name; StoreUnavailable when nothing was
   *   written; OutcomeUnknown when the answer was lost; WrongExpectedRevision or EventIdConflict when somebody else
   *   writes there, and then runs behind the refused one may have been recorded
   */
  async append(runs: readonly EventRun[]): Promise<readonly Appended[]> {
    if (new Set(runs.map(({ stream }) => stream)).size !== runs.length) {
      throw new RangeError('two runs of one call are of one stream');
    }
    const batch = runs.map(({ stream, expected, events }) => {
      checkStream(stream);
      return { stream, expected, events: storedForms(stream, events).forms };
    });
    const answer = await this.#send([...encodeBatch(batch)]);
    return decodeBatch(batch, answer).outcomes.map((outcome) => {
      if ('refused' in outcome) throw outcome.refused;
      return outcome.appended;
    });
  }

  close(): Promise<void> {
    return this.#connection.close();
  }

  async #send(values: string[]): Promise<BatchAnswer> {
    let line: Line | undefined;
    try {
      line = await this.#connection.line();
      const { rows } = await line.client.query<BatchAnswer>({ ...statement, values });
      if (!rows[0]) throw new Error('ledger.append gave no row');
      return rows[0];
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      if (line === undefined) throw new StoreUnavailable(`the event store cannot be reached: ${reason}`, { cause });
      if (isServersAnswer(cause)) throw new StoreUnavailable(`the event store refused to write: ${reason}`, { cause });
      line.cut();
      throw new OutcomeUnknown(`the event store went away during the append: ${reason}`, { cause });
    }
  }
}
