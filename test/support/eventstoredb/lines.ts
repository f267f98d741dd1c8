import { createServer, type Server, type Socket } from 'node:net';

/** Servers on loopback whose connections can be broken all at once. */
export class Listeners {
  readonly #closers: (() => Promise<unknown>)[] = [];

  /** Resolves with the port. Default: a server of TCP that does this with each connection. */
  async listen(server: Server | ((socket: Socket) => void)): Promise<number> {
    const listening = typeof server === 'function' ? createServer(server) : server;
    const sockets = new Set<Socket>();
    listening.on('connection', (socket: Socket) => void sockets.add(socket.once('close', () => sockets.delete(socket))));
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    this.#closers.push(() => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => listening.close(resolve));
    });
    const address = listening.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
  }
}

export function joined(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    // Small frames that wait for each other's acknowledgement would cost 40 ms each.
    from.setNoDelay(true);
    from.pipe(to);
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
}
