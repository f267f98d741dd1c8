// Events in a file: one a line, as JSON, in the global order, compressed. The number of its line is an event's position.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline as joined, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip, createGzip } from 'node:zlib';
import { type EventStore, type Position, type RecordedEvent, START } from '@covenant/event-store';
import { pageSize } from './ends.js';

export interface Written {
  readonly events: number;
  readonly sha256: string;
}

/** Writes the events up to a position; durable when it resolves. */
export async function writeEvents(file: string, store: Pick<EventStore, 'readAll'>, head: Position, onPage: (events: readonly RecordedEvent[]) => void): Promise<Written> {
  let events = 0;
  async function* lines(): AsyncGenerator<string> {
    for (let after = START; after < head; ) {
      const page = (await store.readAll(after, pageSize)).filter(({ position }) => position <= head);
      const last = page.at(-1);
      if (last === undefined) throw new Error(`the store ended after position ${after}, before its head ${head}`);
      for (const { position: _position, ...event } of page) yield `${JSON.stringify(event)}\n`;
      events += page.length;
      after = last.position;
      onPage(page);
    }
  }
  const digest = createHash('sha256');
  await pipeline(Readable.from(lines()), createGzip(), tee(digest), createWriteStream(file, { mode: 0o600, flush: true }));
  return { events, sha256: digest.digest('hex') };
}

export async function digestOf(file: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const bytes of createReadStream(file) as AsyncIterable<Buffer>) digest.update(bytes);
  return digest.digest('hex');
}

const tee = (digest: Hash): Transform =>
  new Transform({
    transform(bytes: Buffer, _encoding, done) {
      digest.update(bytes);
      done(null, bytes);
    },
  });

/** A file as the source of a copy. It is read in order; whoever goes back begins it anew. */
export class EventFile implements Pick<EventStore, 'readAll' | 'head' | 'close'> {
  private lines: AsyncGenerator<string> | undefined;
  private next = 0;

  constructor(
    private readonly file: string,
    private readonly events: number,
  ) {}

  head(): Promise<Position> {
    return Promise.resolve(BigInt(this.events) - 1n);
  }

  async readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    const first = Number(after) + 1;
    if (first < this.next || this.lines === undefined) await this.begin();
    while (this.next < first) if ((await this.line()) === undefined) return [];
    const events: RecordedEvent[] = [];
    while (events.length < limit) {
      const position = BigInt(this.next);
      const line = await this.line();
      if (line === undefined) break;
      events.push({ ...(JSON.parse(line) as Omit<RecordedEvent, 'position'>), position });
    }
    return events;
  }

  async close(): Promise<void> {
    await this.lines?.return(undefined);
  }

  private async begin(): Promise<void> {
    await this.close();
    this.lines = linesOf(this.file);
    this.next = 0;
  }

  private async line(): Promise<string | undefined> {
    const line = await this.lines?.next();
    if (line === undefined || line.done === true) return undefined;
    this.next += 1;
    return line.value;
  }
}

/** A file that ends too soon, or is damaged, is an error of the reader. */
async function* linesOf(file: string): AsyncGenerator<string> {
  // What goes wrong in either is met by whoever reads the last of them.
  const bytes = joined(createReadStream(file), createGunzip(), () => undefined);
  const decoder = new StringDecoder('utf8');
  let begun = '';
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    const lines = (begun + decoder.write(chunk)).split('\n');
    begun = lines.pop() ?? '';
    yield* lines;
  }
}
