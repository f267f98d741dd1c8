// A fake of the network before a Kafka broker: everything goes through it, and now and then the broker's answer to a
// produce request does not arrive. It knows as much of the protocol as that takes: a request begins with its length,
// its kind, its version and its number; an answer with its length and the number of its request.
import { connect, createServer, type Socket } from 'node:net';

const produce = 0;

/** `broken`: the line breaks in place of the answer. `silent`: the answer never comes, the line stays. */
export type Loss = 'broken' | 'silent';

export interface FakeNetwork {
  /** Answers to produce requests that were let through, and that were lost. */
  readonly let: number;
  readonly lost: number;
  /** Decides about each answer to a produce request from now on; undefined lets it through. */
  lose(decide: (answered: number) => Loss | undefined): void;
  close(): Promise<void>;
}

export async function fakeNetwork(listenOn: number, broker: number): Promise<FakeNetwork> {
  const lines = new Set<Socket>();
  let decide: (answered: number) => Loss | undefined = () => undefined;
  let passed = 0;
  let lost = 0;

  const server = createServer((client) => {
    const upstream = connect(broker, '127.0.0.1');
    const produced = new Set<number>();
    const snap = (): void => {
      for (const end of [client, upstream]) {
        lines.delete(end);
        end.destroy();
      }
    };
    for (const end of [client, upstream]) {
      lines.add(end);
      end.setNoDelay(true);
      end.on('error', snap);
      end.on('close', snap);
    }
    client.on('data', framed((frame) => {
      if (frame.readInt16BE(4) === produce) produced.add(frame.readInt32BE(8));
      upstream.write(frame);
    }));
    upstream.on('data', framed((frame) => {
      if (!produced.delete(frame.readInt32BE(4))) return void client.write(frame);
      const loss = decide(passed + lost);
      if (loss === undefined) {
        passed += 1;
        client.write(frame);
        return;
      }
      lost += 1;
      if (loss === 'broken') snap();
    }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(listenOn, '127.0.0.1', resolve);
  });
  return {
    get let() {
      return passed;
    },
    get lost() {
      return lost;
    },
    lose: (next) => void (decide = next),
    close() {
      for (const line of lines) line.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Calls `onFrame` with each whole frame, its length included. */
function framed(onFrame: (frame: Buffer) => void): (bytes: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    while (rest.length >= 4) {
      const end = 4 + rest.readInt32BE(0);
      if (rest.length < end) return;
      onFrame(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  };
}
