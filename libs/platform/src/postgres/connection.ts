import pg from 'pg';
import { passwordFileOf, passwordIn } from '../secrets/password-file.js';

/**
 * A connection whose loss cannot end the process. pg says it twice: to whoever asks next, whose question fails, and as
 * an event, which Node takes for fatal where nobody listens. A pool listens while a connection is idle and its user
 * while it is used; between the two is a gap, and a server that dies may well say so in it.
 *
 * Where a file has the password, it is read for each connection: whoever changed it need not start anything anew.
 */
export class Connection extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
    const url = typeof config === 'string' ? config : config?.connectionString;
    const file = url === undefined ? undefined : passwordFileOf(url);
    // As an option it would be lost: the address, which has none, comes before the options. pg asks a function each time.
    if (file !== undefined) Reflect.set(this, 'password', () => this.passwordIn(file));
  }

  /** pg would leave the server waiting for an answer, a minute long. */
  private passwordIn(file: string): string {
    try {
      return passwordIn(file);
    } catch (error) {
      void this.end();
      throw error;
    }
  }
}
