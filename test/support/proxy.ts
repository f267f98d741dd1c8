// A TCP proxy between a client and its engine, which breaks lines where a test wants them broken. It knows nothing
// of the protocol: a call is recognised by a text that stands in its bytes.
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface FaultProxy {
  readonly port: number;
  cut(): void;
  loseReply(marker: string, then?: 'and-refuse'): void;
  loseRequest(marker: string): void;
  refuse(): void;
  accept(): void;
  /** Where new connections go, should the engine come back on another port. */
  retarget(port: number): void;
  close(): Promise<void>;
}

/** One line through the proxy; `mute` breaks the line when the answer begins, and gives nothing of it. */
interface Line {
  readonly client: Socket;
  readonly server: Socket;
  mute: boolean;
}

/** `answers`: whether bytes of the engine's answer a call; by default any do. */
export async function faultProxy(
  host: string,
  target: number,
  answers: (bytes: Buffer) => boolean = () => true,
): Promise<FaultProxy> {
  const lines = new Set<Line>();
  let targetPort = target;
  let refusing = false;
  let armed: { readonly marker: string; readonly fault: 'request' | 'reply'; readonly refuse: boolean } | undefined;

  const snap = (line: Line): void => {
    lines.delete(line);
    line.client.destroy();
    line.server.destroy();
  };
  const cut = (): void => lines.forEach(snap);

  const server = createServer((client) => {
    if (refusing) return void client.destroy();
    const line: Line = { client, server: connect(targetPort, host), mute: false };
    let refuseAfter = false;
    lines.add(line);
    client.setNoDelay(true);
    line.server.setNoDelay(true);
    for (const end of [client, line.server]) {
      end.on('error', () => snap(line));
      end.on('close', () => snap(line));
    }
    client.on('data', (bytes) => {
      if (armed && bytes.includes(armed.marker)) {
        const { fault, refuse } = armed;
        armed = undefined;
        if (fault === 'request') return snap(line);
        line.mute = true;
        refuseAfter = refuse;
      }
      line.server.write(bytes);
    });
    line.server.on('data', (bytes) => {
      if (!line.mute || !answers(bytes)) return void client.write(bytes);
      snap(line);
      if (refuseAfter) {
        refusing = true;
        cut();
      }
    });
  });
  const port = await listen(server);

  return {
    port,
    cut,
    loseReply: (marker, then) => void (armed = { marker, fault: 'reply', refuse: then === 'and-refuse' }),
    loseRequest: (marker) => void (armed = { marker, fault: 'request', refuse: false }),
    refuse() {
      refusing = true;
      cut();
    },
    accept: () => void (refusing = false),
    retarget: (next) => void (targetPort = next),
    close() {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
