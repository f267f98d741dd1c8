// A connection that is made when it is needed, dropped when it is in doubt, and never waited for without a limit.
import { Socket } from 'node:net';
import pg from 'pg';
import type { Settings } from './options.js';

const connectTimeout = 5_000;
/** How much longer than the server's own limit we wait for its answer before we take the connection for dead. */
const replyMargin = 5_000;

/** The server answered: the statement was rolled back. Anything else leaves open what it did. */
export const isServersAnswer = (error: unknown): error is pg.DatabaseError =>
  error instanceof pg.DatabaseError &&
  // 57P01-57P05: the server ends the session, possibly between the commit and its answer.
  !(error.code ?? '').startsWith('57P') &&
  error.severity !== 'FATAL';

export class Connection {
  #client: pg.Client | undefined;
  #socket: Socket | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly role: string,
  ) {}

  /** @throws when the server cannot be reached; the next call tries again */
  async client(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const socket = new Socket();
    const client = new pg.Client({
      stream: () => socket,
      connectionString: this.settings.url,
      application_name: `${this.settings.name}-${this.role}`,
      connectionTimeoutMillis: connectTimeout,
      statement_timeout: this.settings.statementTimeout,
      query_timeout: this.settings.statementTimeout + replyMargin,
      idle_in_transaction_session_timeout: this.settings.statementTimeout,
      keepAlive: true,
    });
    client.on('error', (error) => {
      this.settings.onTrouble(error);
      this.#forget(client);
    });
    client.on('end', () => this.#forget(client));
    try {
      await client.connect();
    } catch (error) {
      socket.destroy();
      throw error;
    }
    this.#client = client;
    this.#socket = socket;
    return client;
  }

  /** Cuts the connection without a farewell: nobody knows what state the other end is in. */
  drop(): void {
    this.#client = undefined;
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  #forget(client: pg.Client): void {
    if (this.#client === client) this.#client = undefined;
  }
}
