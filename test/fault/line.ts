// A line between a process and an engine, as bad networks have them: it can be cut, closed, slow, or silent.
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

type State = 'open' | 'closed' | 'silent';

/** Whether a call does not arrive, or its answer. */
export type Side = 'call' | 'answer';

interface Held {
  readonly marker: string;
  readonly side: Side;
  readonly met: () => void;
}

export class Line {
  private readonly ends = new Set<Socket>();
  private state: State = 'open';
  private lag = 0;
  private held: Held | undefined;

  private constructor(
    private readonly server: Server,
    private target: number,
  ) {
    server.on('connection', (client) => this.join(client));
  }

  /** Listens on a free port of 127.0.0.1, and leads to another one there. */
  static async to(target: number): Promise<Line> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new Line(server, target);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Where it leads, for what has its port only later. */
  leadTo(target: number): void {
    this.target = target;
  }

  /** Everything that is connected breaks; who connects again is let through. */
  cut(): void {
    for (const end of this.ends) end.destroy();
  }

  /** Nobody is let through. */
  close(): void {
    this.state = 'closed';
    this.cut();
  }

  /** Connections stay and are taken, and nothing arrives any more, in either direction. */
  silence(): void {
    this.state = 'silent';
  }

  /** Everything takes so many milliseconds longer, each way. */
  slow(milliseconds: number): void {
    this.lag = milliseconds;
  }

  /**
   * The next call whose bytes hold the marker does not arrive, or arrives and its answer does not, and nothing more
   * passes on that connection. Resolves with true at that moment, and with false when `signal` aborts before.
   */
  holdAt(marker: string, side: Side, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      this.held = { marker, side, met: () => resolve(true) };
      signal.addEventListener('abort', () => resolve(false));
    });
  }

  heal(): void {
    this.held = undefined;
    // Of what was said into the silence a part is missing: such a connection is of no use any more.
    if (this.state === 'silent') this.cut();
    this.state = 'open';
    this.lag = 0;
  }

  end(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private join(client: Socket): void {
    if (this.state === 'closed') return void client.destroy();
    const engine = connect(this.target, '127.0.0.1');
    let holding: Held | undefined;
    /** Whether these bytes are held back. */
    const stopped = (bytes: Buffer, isCall: boolean): boolean => {
      if (holding === undefined && isCall && this.held !== undefined && bytes.includes(this.held.marker)) {
        holding = this.held;
        this.held = undefined;
        if (holding.side === 'answer') return false;
      } else if (holding === undefined || (holding.side === 'answer' && isCall)) {
        return false;
      }
      holding.met();
      return true;
    };
    for (const [from, to] of [[client, engine], [engine, client]] as const) {
      this.ends.add(from);
      from.setNoDelay(true);
      const flow = new Flow(to);
      from.on('data', (bytes) => {
        if (this.state !== 'silent' && !stopped(bytes, from === client)) flow.push(bytes, this.lag);
      });
      from.on('error', () => from.destroy());
      from.on('close', () => {
        this.ends.delete(from);
        flow.end();
      });
    }
  }
}

/** One direction of a connection; what is late keeps its order. */
class Flow {
  private readonly waiting: { readonly due: number; readonly bytes: Buffer }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private ended = false;

  constructor(private readonly to: Socket) {}

  push(bytes: Buffer, lag: number): void {
    if (lag === 0 && this.waiting.length === 0) return void this.to.write(bytes);
    this.waiting.push({ due: performance.now() + lag, bytes });
    this.arm();
  }

  end(): void {
    this.ended = true;
    if (this.waiting.length === 0) this.to.end();
  }

  private arm(): void {
    const [first] = this.waiting;
    if (first !== undefined) this.timer ??= setTimeout(() => this.drain(), Math.max(0, first.due - performance.now()));
  }

  private drain(): void {
    this.timer = undefined;
    while ((this.waiting[0]?.due ?? Infinity) <= performance.now() + 1) this.to.write(this.waiting.shift()?.bytes ?? '');
    if (this.waiting.length > 0) this.arm();
    else if (this.ended) this.to.end();
  }
}
