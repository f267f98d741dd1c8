// A connection that is made when it is needed, dropped when it is in doubt, and never waited for without a limit.
import { Socket } from 'node:net';
import { Connection as Client } from '@covenant/platform';
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

/** A connection in use, and the way to cut it. */
export interface Line {
  readonly client: pg.Client;
  /** Cuts it without a farewell: nobody knows what state the other end is in. */
  cut(): void;
}

export class Connection {
  #line: Promise<Line> | undefined;
  #socket: Socket | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly role: string,
    /** Prepares a new connection before anybody gets it. */
    private readonly prepare: (client: pg.Client) => Promise<unknown>,
  ) {}

  /** @throws when the server cannot be reached; the next call tries again */
  line(): Promise<Line> {
    this.#line ??= this.#connect().catch((error: unknown) => {
      this.#line = undefined;
      throw error;
    });
    return this.#line;
  }

  async close(): Promise<void> {
    const line = await this.#line?.catch(() => undefined);
    this.#line = undefined;
    await line?.client.end();
  }

  async #connect(): Promise<Line> {
    const socket = new Socket();
    this.#socket = socket;
    const client = new Client({
      stream: () => socket,
      connectionString: this.settings.url,
      application_name: `${this.settings.name}-${this.role}`,
      connectionTimeoutMillis: connectTimeout,
      statement_timeout: this.settings.statementTimeout,
      query_timeout: this.settings.statementTimeout + replyMargin,
      idle_in_transaction_session_timeout: this.settings.statementTimeout,
      keepAlive: true,
      pipeline: true,
    });
    const lost = (): void => {
      // A newer connection may have taken its place already.
      if (this.#socket === socket) this.#line = undefined;
      socket.destroy();
    };
    client.on('error', (error) => {
      this.settings.onTrouble(error);
      lost();
    });
    client.on('end', lost);
    try {
      await client.connect();
      await this.prepare(client);
    } catch (error) {
      socket.destroy();
      throw error;
    }
    return { client, cut: lost };
  }
}
