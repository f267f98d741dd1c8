// A PostgreSQL that recovers: a fake at the wire turns the first callers away as the server does then, and leads the
// others to a real one.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Recovering {
  /** The address of the real one, through here. */
  readonly url: string;
  close(): Promise<void>;
}

const words = ['SFATAL', 'VFATAL', 'C57P03', 'Mthe database system is in recovery mode', ''].map((field) => `${field}\0`).join('');
/** An ErrorResponse of the protocol, version 3. */
const notNow = Buffer.alloc(5 + words.length, `E\0\0\0\0${words}`);
notNow.writeUInt32BE(4 + words.length, 1);

export async function recovering(url: string, refusals: number): Promise<Recovering> {
  const real = new URL(url);
  const ends = new Set<Socket>();
  let left = refusals;
  const server = createServer((caller) => {
    ends.add(caller.on('error', () => caller.destroy()));
    if (left > 0) {
      left -= 1;
      return void caller.once('data', () => caller.end(notNow));
    }
    const engine = connect(Number(real.port), real.hostname).on('error', () => caller.destroy());
    ends.add(engine);
    caller.pipe(engine).pipe(caller);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.port = String((server.address() as AddressInfo).port);
  return {
    url: through.href,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const end of ends) end.destroy();
      }),
  };
}
