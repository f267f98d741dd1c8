import pg from 'pg';

/**
 * A connection whose loss cannot end the process. pg says it twice: to whoever asks next, whose question fails, and as
 * an event, which Node takes for fatal where nobody listens. A pool listens while a connection is idle and its user
 * while it is used; between the two is a gap, and a server that dies may well say so in it.
 */
export class Connection extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}
