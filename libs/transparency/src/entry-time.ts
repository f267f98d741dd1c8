import { QUOTE, Stretch, ZERO } from './entry-bytes.js';

/** `"2026-01-31T10:20:30.400Z"`, with its quotes. */
export const TIME_LENGTH = 26;
const DAY = '"0000-00-00T'.length;

/** Four bytes, digits and marks between them: what they must differ from `0` or from the mark by, at the most 9 and not at all. */
interface Digits {
  readonly shape: number;
  readonly six: number;
  readonly mask: number;
}

const digits = (text: string): Digits => {
  const of = (digit: number, mark: (code: number) => number): number =>
    [...text].reduce((word, character, i) => word | ((character === '0' ? digit : mark(character.charCodeAt(0))) << (8 * i)), 0);
  return { shape: of(ZERO, (code) => code), six: of(0x06, () => 0), mask: of(0xf0, () => 0xff) };
};
const hour = digits('00:0');
const second = digits('0:00');
const milli = digits('.000');
/** `Z"` */
const END = 0x5a | (QUOTE << 8);

/** A digit a byte, the first lowest; -1 where something else stands there. A digit and six reach no higher half of a byte. */
function read(word: number, { shape, six, mask }: Digits): number {
  const each = word ^ shape;
  return ((each | (each + six)) & mask) === 0 ? each : -1;
}

/** Reads times. Most are of the day of the one before, which is known again by its bytes. */
export class TimeReader {
  readonly #day = new Stretch();
  #dayAt = NaN;

  /** The `TIME_LENGTH` bytes there, in milliseconds since 1970; NaN where they are no time. */
  at(bytes: Uint8Array, view: DataView, start: number): number {
    if (!this.#day.isAt(view, start)) this.#newDay(bytes, start);
    const at = start + DAY;
    const a = read(view.getInt32(at, true), hour);
    const b = read(view.getInt32(at + 4, true), second);
    const c = read(view.getInt32(at + 8, true), milli);
    if ((a | b | c) < 0 || view.getInt16(at + 12, true) !== END) return NaN;
    const hours = (a & 15) * 10 + ((a >> 8) & 15);
    const minutes = (a >> 24) * 10 + (b & 15);
    const seconds = ((b >> 16) & 15) * 10 + (b >> 24);
    const millis = (((c >> 8) & 15) * 10 + ((c >> 16) & 15)) * 10 + (c >> 24);
    if (hours > 23 || minutes > 59 || seconds > 59) return NaN;
    return this.#dayAt + ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis;
  }

  #newDay(bytes: Uint8Array, start: number): void {
    this.#day.keep(bytes, start, start + DAY);
    const first = `${String.fromCharCode(...bytes.subarray(start + 1, start + DAY))}00:00:00.000Z`;
    const at = Date.parse(first);
    // `Date.parse` knows a 30 February.
    this.#dayAt = bytes[start] === QUOTE && !Number.isNaN(at) && new Date(at).toISOString() === first ? at : NaN;
  }
}
