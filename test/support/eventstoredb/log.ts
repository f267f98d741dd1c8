import { EventEmitter } from 'node:events';

/** An event as the fake keeps it: bytes in, the same bytes out. */
export interface LoggedEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  readonly stream: string;
  readonly revision: bigint;
  /** Byte offset in the log: commit and prepare position of an event that was written in one piece. */
  readonly position: bigint;
}

export type Proposed = Pick<LoggedEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;
export type Expected = 'any' | 'stream-exists' | 'no-stream' | bigint;

export type Written =
  | { readonly result: 'written'; readonly last: bigint; readonly position: bigint }
  | { readonly result: 'wrong-revision'; readonly current: bigint | undefined };

/**
 * What the fake server keeps between its lives, with the server's rules of revision and repetition:
 * at the current revision everything is appended, ids unseen; below it ids are compared with the stream, for good;
 * with `any` only with the ids of this life. Several fake nodes may share one log, as a cluster does.
 */
export class FakeLog {
  readonly all: LoggedEvent[] = [];
  readonly grown = new EventEmitter().setMaxListeners(0);
  private readonly streams = new Map<string, LoggedEvent[]>();
  private readonly truncated = new Map<string, number>();
  private readonly recent = new Map<string, LoggedEvent>();
  private end = 1_000n;

  /** `systemEvery`: one of the server's own events before every so many appends; 0 for none. */
  constructor(private readonly systemEvery = 3) {
    if (systemEvery > 0) this.system();
  }

  /** What is left of the stream for readers. */
  stream(name: string): readonly LoggedEvent[] {
    return (this.streams.get(name) ?? []).slice(this.truncated.get(name) ?? 0);
  }

  /** As an operator may do with a server: the stream's first events are no longer given. */
  truncate(name: string, first: number): void {
    this.truncated.set(name, first);
  }

  append(name: string, expected: Expected, events: readonly Proposed[]): Written {
    const stream = this.streams.get(name) ?? [];
    const current = BigInt(stream.length) - 1n;
    const wrong: Written = { result: 'wrong-revision', current: current < 0n ? undefined : current };
    const repeated = (found: readonly (LoggedEvent | undefined)[]): Written => {
      const last = found.at(-1);
      const whole = found.every((event, index) => event?.stream === name && event.id === events[index]?.id);
      return whole && last ? { result: 'written', last: last.revision, position: last.position } : wrong;
    };
    if (typeof expected === 'bigint' || expected === 'no-stream') {
      const revision = expected === 'no-stream' ? -1n : expected;
      if (revision > current) return wrong;
      if (revision < current) return repeated(events.map((_, index) => stream[Number(revision) + 1 + index]));
    } else {
      if (expected === 'stream-exists' && current < 0n) return wrong;
      const first = this.recent.get(events[0]?.id ?? '');
      if (first?.stream === name) return repeated(events.map((event) => this.recent.get(event.id)));
    }
    if (this.systemEvery > 0 && this.all.length % this.systemEvery === 0) this.system();
    let last: LoggedEvent | undefined;
    for (const event of events) last = this.record(name, event);
    this.grown.emit('grown');
    return { result: 'written', last: last?.revision ?? current, position: last?.position ?? this.end };
  }

  /** A restart forgets the ids of this life, and nothing else. */
  forgetRecentIds(): void {
    this.recent.clear();
  }

  private system(): void {
    const data = new TextEncoder().encode('{"proc-startTime":"-"}');
    const id = `00000000-0000-4000-8000-${String(this.all.length).padStart(12, '0')}`;
    const own = { id, contentType: 'application/json', data, metadata: new Uint8Array() };
    if (this.all.length === 0) this.record('$settings', { ...own, type: '$ready' });
    this.record('$stats-fake', { ...own, type: '$statsCollected' });
    this.record('a-stream-of-links', { ...own, type: '$>' });
  }

  private record(name: string, proposed: Proposed): LoggedEvent {
    const stream = this.streams.get(name) ?? [];
    const event = { ...proposed, stream: name, revision: BigInt(stream.length), position: this.end };
    this.end += BigInt(100 + event.data.length + event.metadata.length);
    stream.push(event);
    this.streams.set(name, stream);
    this.all.push(event);
    this.recent.set(event.id, event);
    return event;
  }
}
