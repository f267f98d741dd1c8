import kafkajs, { type CompressionTypes, type IHeaders, type Message } from 'kafkajs';

/**
 * Records as they go out to a broker, written by us. kafkajs writes each record, and each of its headers, into a
 * buffer of its own, which took more of the relay's time than everything else together. It lets codecs be registered,
 * and hands them a partition's records to turn into bytes; the three bits of a codec's number that go out name the
 * compression, and 8 has none of them. So kafkajs gets as many empty records as there are, of which the first says
 * where the true ones lie, and our codec puts those in their place. All else stays kafkajs': sequence numbers,
 * checksums, partitions' leaders, answers.
 */
export const writtenByUs = 8 as number as CompressionTypes;

export interface Written {
  /** What kafkajs is given, partition by partition. */
  readonly stubs: Message[];
  /** A producer that was given up cannot send them any more. */
  readonly release: () => void;
}

const waiting = new Map<string, Buffer>();
let count = 0;

/** In a stub's bytes: length, attributes, time, offset and the key's length before the key. */
const keyAt = 5;
const keyLength = 12;

const codec = {
  compress: ({ buffer }: { readonly buffer: Buffer }): Promise<Buffer> => {
    const found = waiting.get(buffer.toString('latin1', keyAt, keyAt + keyLength));
    return found === undefined ? Promise.reject(new Error('these records were given up')) : Promise.resolve(found);
  },
};
Object.assign(kafkajs.CompressionCodecs, { [writtenByUs]: () => codec });

/** Each message's partition must be said. */
export function written(messages: readonly Message[]): Written {
  const parts = new Map<number, Message[]>();
  for (const message of messages) {
    const { partition = 0 } = message;
    const part = parts.get(partition);
    if (part === undefined) parts.set(partition, [message]);
    else part.push(message);
  }
  const stubs: Message[] = [];
  const names: string[] = [];
  for (const [partition, part] of parts) {
    const name = String(++count).padStart(keyLength, '0');
    waiting.set(name, recordsOf(part));
    names.push(name);
    const rest: Message = { partition, key: null, value: null };
    for (let n = 0; n < part.length; n++) stubs.push(n === 0 ? { ...rest, key: name } : rest);
  }
  return { stubs, release: () => names.forEach((name) => waiting.delete(name)) };
}

type Part = Buffer | string | null;

/** The records of one partition in Kafka's format 2, without the head of their batch, all of the batch's own time. */
export function recordsOf(messages: readonly Message[]): Buffer {
  const records = messages.map(({ key = null, value, headers }) => partsOf(key, value, headers));
  const bodies = records.map(({ lengths }, offset) => 2 + sizeOfVarint(offset * 2) + sizeOfVarint(lengths.length - 2) + lengths.reduce(sizeWith, 0));
  const out = new Out(bodies.reduce((sum, body) => sum + body + sizeOfVarint(body * 2), 0));
  records.forEach(({ parts, lengths }, offset) => {
    out.varint((bodies[offset] ?? 0) * 2);
    out.varint(0);
    out.varint(0);
    out.varint(offset * 2);
    parts.forEach((part, n) => {
      // Names and values of headers follow, after the number of headers, doubled.
      if (n === 2) out.varint(parts.length - 2);
      out.part(part, lengths[n] ?? 0);
    });
    if (parts.length === 2) out.varint(0);
  });
  return out.buffer;
}

interface Parts {
  readonly parts: readonly Part[];
  /** Bytes of each; -1 where there is none. */
  readonly lengths: readonly number[];
}

function partsOf(key: Part, value: Part, headers: IHeaders = {}): Parts {
  const parts: Part[] = [key, value];
  for (const name in headers) {
    const header = headers[name];
    if (Array.isArray(header)) for (const one of header) parts.push(name, one);
    else if (header !== undefined) parts.push(name, header);
  }
  return { parts, lengths: parts.map((part) => (part === null ? -1 : typeof part === 'string' ? Buffer.byteLength(part) : part.length)) };
}

const sizeWith = (sum: number, length: number): number => sum + (length < 0 ? 1 : length + sizeOfVarint(length * 2));

function sizeOfVarint(value: number): number {
  let size = 1;
  for (let rest = value; rest > 0x7f; rest >>>= 7) size += 1;
  return size;
}

class Out {
  readonly buffer: Buffer;
  private at = 0;

  constructor(size: number) {
    this.buffer = Buffer.allocUnsafe(size);
  }

  /** Signed numbers are doubled before, as the format has them; -1 is 1. */
  varint(value: number): void {
    let rest = value;
    for (; rest > 0x7f; rest >>>= 7) this.buffer[this.at++] = (rest & 0x7f) | 0x80;
    this.buffer[this.at++] = rest;
  }

  part(part: Part, length: number): void {
    if (part === null) return this.varint(1);
    this.varint(length * 2);
    if (typeof part !== 'string') part.copy(this.buffer, this.at);
    else this.buffer.write(part, this.at, length, part.length === length ? 'latin1' : 'utf8');
    this.at += length;
  }
}
