import type { PoolClient, QueryResult } from 'pg';
import type { DataSource } from 'typeorm';

/** Statements on one connection, with the schema that they are to name. */
export interface Session {
  readonly schema: string;
  query<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** For a statement that changes rows: how many. */
  change(sql: string, values?: readonly unknown[]): Promise<number>;
}

/**
 * Statements are sent as soon as they are asked for, behind one another, so that the server has the next one at hand
 * while this process works on the one after that. They are done in the order of asking; after a failure none is.
 */
class LineSession implements Session {
  private failure: { readonly reason: unknown } | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly client: PoolClient,
    readonly schema: string,
  ) {}

  query<Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.run(sql, values, ({ rows }) => rows as Row[]);
  }

  change(sql: string, values: readonly unknown[] = []): Promise<number> {
    return this.run(sql, values, ({ rowCount }) => rowCount ?? 0);
  }

  /** Resolves once every statement was answered. @throws the first failure, whether anybody waited for it or not */
  async settled(): Promise<void> {
    await this.last.catch(() => undefined);
    if (this.failure !== undefined) throw this.failure.reason;
  }

  private run<T>(sql: string, values: readonly unknown[], read: (result: QueryResult) => T): Promise<T> {
    const answer = this.send(sql, values).then(read);
    // Whoever awaits a statement hears of its failure; of one that nobody awaits yet, `settled` tells.
    answer.catch(() => undefined);
    this.last = answer;
    return answer;
  }

  private async send(sql: string, values: readonly unknown[]): Promise<QueryResult> {
    if (this.failure !== undefined) throw this.failure.reason;
    try {
      return await this.client.query(sql, [...values]);
    } catch (error) {
      // The server refuses what was sent behind a failed statement; what counts is why that one failed.
      this.failure ??= { reason: error };
      throw this.failure.reason;
    }
  }
}

/** Runs `work` in one transaction: all of it is written, or nothing. Errors come out as they were thrown. */
export async function transaction<T>(
  source: DataSource,
  schema: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const runner = source.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    await client.query('START TRANSACTION');
    try {
      const session = new LineSession(client, schema);
      const result = await work(session);
      await session.settled();
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await rollBack(client, error);
      throw error;
    }
  } finally {
    await runner.release();
  }
}

/** A connection that cannot even roll back is lost, and the server has rolled back; both errors are kept. */
async function rollBack(client: PoolClient, cause: unknown): Promise<void> {
  try {
    await client.query('ROLLBACK');
  } catch (error) {
    throw new AggregateError([cause, error], 'the connection was lost in a transaction', { cause });
  }
}
