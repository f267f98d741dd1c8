import type { DataSource, QueryResult, QueryRunner } from 'typeorm';

/** Statements on one connection, with the schema that they are to name. */
export interface Session {
  readonly schema: string;
  query<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** For a statement that changes rows: how many. */
  change(sql: string, values?: readonly unknown[]): Promise<number>;
}

/** Statements go one after the other, in the order in which they were asked for; after a failure none goes. */
class RunnerSession implements Session {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly runner: QueryRunner,
    readonly schema: string,
  ) {}

  async query<Row>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.run(sql, values)).records as Row[];
  }

  async change(sql: string, values: readonly unknown[] = []): Promise<number> {
    return (await this.run(sql, values)).affected ?? 0;
  }

  private run(sql: string, values: readonly unknown[]): Promise<QueryResult> {
    const result = this.last.then(() => this.runner.query(sql, [...values], true));
    this.last = result;
    return result;
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
    await runner.startTransaction();
    try {
      const result = await work(new RunnerSession(runner, schema));
      await runner.commitTransaction();
      return result;
    } catch (error) {
      await rollBack(runner, error);
      throw error;
    }
  } finally {
    await runner.release();
  }
}

/** A connection that cannot even roll back is lost, and the server has rolled back; both errors are kept. */
async function rollBack(runner: QueryRunner, cause: unknown): Promise<void> {
  try {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
  } catch (error) {
    throw new AggregateError([cause, error], 'the connection was lost in a transaction', { cause });
  }
}
