import { utf8 } from './bytes.js';
import { BACKSLASH, before, isDigit, literal, QUOTE, sequence, stops, Stretch, ZERO, type Literal } from './entry-bytes.js';
import { TIME_LENGTH, TimeReader } from './entry-time.js';

const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const COLON = 0x3a;
const BRACKET_OPEN = 0x5b;
const BRACKET_CLOSE = 0x5d;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;

/** Far below the depth that is allowed: deeper ones are rare, and not a matter of speed. */
const MAX_DEPTH = 50;
/** Decimals with so many digits and doubles stand one for one. */
const MAX_DIGITS = 15;

const names = {
  actor: literal('{"actor":'),
  causationId: literal(',"causationId":'),
  cityId: literal(',"cityId":'),
  correlationId: literal(',"correlationId":'),
  data: literal(',"data":'),
  effectiveOn: literal(',"effectiveOn":'),
  id: literal(',"id":'),
  recordedAt: literal(',"recordedAt":'),
  revision: literal(',"revision":'),
  schemaVersion: literal(',"schemaVersion":'),
  stream: literal(',"stream":'),
  type: literal(',"type":'),
};
const words = { true: literal('true'), false: literal('false'), null: literal('null') };
/** The escapes of two characters that the canonical form has: `\"` `\\` and five control characters. */
const escapes = new Set(utf8('"\\bfnrt'));
/**
 * Knows at a glance, in one pass over the bytes, that they are an entry in its one right form, for an auditor with
 * millions of them. It only ever says yes to what `parseEntry` accepts; whatever is out of the ordinary (an escaped
 * control character, a number with an exponent, a member's name that is not plain ASCII) it leaves to `parseEntry`.
 */
export class EntryScanner {
  /** Where the members are that an auditor needs of each entry, after `scan` said yes. The texts are without quotes. */
  streamStart = 0;
  streamEnd = 0;
  /** In milliseconds since 1970. */
  recordedAt = 0;
  revision = 0;
  /** No character of the stream's name is escaped or beyond ASCII. */
  streamIsPlain = true;

  /** The bytes that were looked into last. */
  view: DataView = new DataView(new ArrayBuffer(0));

  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #plain = true;
  readonly #actor = new Stretch();
  readonly #city = new Stretch();
  readonly #times = new TimeReader();

  /** Are `bytes` from `start` to `end` surely an entry? */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    }
    this.#at = start;
    this.#end = end;
    return this.#entry() && this.#at === end;
  }

  /** The members in the order of their names, which is the canonical one. */
  #entry(): boolean {
    if (!this.#repeats(this.#actor)) {
      const start = this.#at;
      if (!this.#skip(names.actor) || !this.#object(0)) return false;
      this.#actor.keep(this.#bytes, start, this.#at);
    }
    if (this.#skip(names.causationId) && !this.#someText()) return false;
    if (!this.#repeats(this.#city)) {
      const start = this.#at;
      if (!this.#skip(names.cityId) || !this.#someText()) return false;
      this.#city.keep(this.#bytes, start, this.#at);
    }
    if (!this.#skip(names.correlationId) || !this.#someText()) return false;
    if (!this.#skip(names.data) || !this.#object(0)) return false;
    if (this.#skip(names.effectiveOn) && !this.#someText()) return false;
    if (!this.#skip(names.id) || !this.#someText()) return false;
    if (!this.#skip(names.recordedAt) || !this.#time()) return false;
    const revision = this.#skip(names.revision) ? this.#index() : undefined;
    if (revision === undefined) return false;
    this.revision = revision;
    if (!this.#skip(names.schemaVersion) || this.#index() === undefined) return false;
    if (!this.#skip(names.stream)) return false;
    this.streamStart = this.#at + 1;
    if (!this.#someText()) return false;
    this.streamEnd = this.#at - 1;
    this.streamIsPlain = this.#plain;
    return this.#skip(names.type) && this.#someText() && this.#bytes[this.#at++] === BRACE_CLOSE;
  }

  #repeats(stretch: Stretch): boolean {
    if (this.#at + stretch.length > this.#end || !stretch.isAt(this.view, this.#at)) return false;
    this.#at += stretch.length;
    return true;
  }

  #skip({ length, words, rest }: Literal): boolean {
    let at = this.#at;
    if (at + length > this.#end) return false;
    for (let i = 0; i < words.length; i++, at += 8) if (this.view.getFloat64(at, true) !== words[i]) return false;
    for (let i = 0; i < rest.length; i++, at++) if (this.#bytes[at] !== rest[i]) return false;
    this.#at = at;
    return true;
  }

  #someText(): boolean {
    const start = this.#at;
    return this.#text() && this.#at > start + 2;
  }

  /** A string. Sets `#plain`. */
  #text(): boolean {
    const bytes = this.#bytes;
    const end = this.#end;
    const words = this.view;
    let at = this.#at;
    this.#plain = true;
    if (bytes[at++] !== QUOTE) return false;
    while (at < end) {
      if (at + 8 <= end) {
        const found = stops(words.getInt32(at, true));
        if (found === 0) {
          const next = stops(words.getInt32(at + 4, true));
          at += next === 0 ? 8 : 4 + before(next);
          if (next === 0) continue;
        } else at += before(found);
      }
      const byte = bytes[at++] ?? 0;
      if (byte === QUOTE) {
        this.#at = at;
        return true;
      }
      if (byte === BACKSLASH) {
        if (!escapes.has(bytes[at++] ?? 0)) return false;
        this.#plain = false;
      } else if (byte >= 0x80) {
        const more = sequence(bytes, at - 1, end);
        if (more === 0) return false;
        at += more;
        this.#plain = false;
      } else if (byte < 0x20) {
        return false;
      }
    }
    return false;
  }

  #object(depth: number): boolean {
    if (depth > MAX_DEPTH || this.#bytes[this.#at++] !== BRACE_OPEN) return false;
    if (this.#bytes[this.#at] === BRACE_CLOSE) return this.#step();
    let previousStart = 0;
    let previousEnd = 0;
    for (;;) {
      const start = this.#at + 1;
      if (!this.#text() || !this.#plain) return false;
      const end = this.#at - 1;
      if (previousStart > 0 && !this.#before(previousStart, previousEnd, start, end)) return false;
      previousStart = start;
      previousEnd = end;
      if (this.#bytes[this.#at++] !== COLON || !this.#value(depth)) return false;
      const next = this.#at < this.#end ? this.#bytes[this.#at++] : 0;
      if (next === BRACE_CLOSE) return true;
      if (next !== COMMA) return false;
    }
  }

  /** Of plain ASCII, the order of bytes is that of UTF-16 code units. */
  #before(aStart: number, aEnd: number, bStart: number, bEnd: number): boolean {
    const length = Math.min(aEnd - aStart, bEnd - bStart);
    for (let i = 0; i < length; i++) {
      const difference = (this.#bytes[aStart + i] ?? 0) - (this.#bytes[bStart + i] ?? 0);
      if (difference !== 0) return difference < 0;
    }
    return aEnd - aStart < bEnd - bStart;
  }

  #array(depth: number): boolean {
    if (depth > MAX_DEPTH) return false;
    this.#at++;
    if (this.#bytes[this.#at] === BRACKET_CLOSE) return this.#step();
    for (;;) {
      if (!this.#value(depth)) return false;
      const next = this.#at < this.#end ? this.#bytes[this.#at++] : 0;
      if (next === BRACKET_CLOSE) return true;
      if (next !== COMMA) return false;
    }
  }

  #value(depth: number): boolean {
    switch (this.#bytes[this.#at]) {
      case QUOTE:
        return this.#text();
      case BRACE_OPEN:
        return this.#object(depth + 1);
      case BRACKET_OPEN:
        return this.#array(depth + 1);
      case LETTER_T:
        return this.#skip(words.true);
      case LETTER_F:
        return this.#skip(words.false);
      case LETTER_N:
        return this.#skip(words.null);
      default:
        return this.#number();
    }
  }

  #step(): boolean {
    this.#at++;
    return this.#at <= this.#end;
  }

  /**
   * A number of at most 15 digits without an exponent: such decimals and doubles stand one for one, so it is the
   * shortest way to write it where no zero is superfluous.
   */
  #number(): boolean {
    if (this.#bytes[this.#at] === MINUS) {
      this.#at++;
      if (this.#bytes[this.#at] === ZERO && this.#bytes[this.#at + 1] !== POINT) return false;
    }
    const first = this.#at;
    const whole = this.#digits();
    if (whole === 0 || whole > MAX_DIGITS || (whole > 1 && this.#bytes[first] === ZERO)) return false;
    if (this.#at >= this.#end || this.#bytes[this.#at] !== POINT) return true;
    const start = ++this.#at;
    const fraction = this.#digits();
    if (fraction === 0 || whole + fraction > MAX_DIGITS || this.#bytes[this.#at - 1] === ZERO) return false;
    // Below a millionth an exponent is the right way: a look at three zeros is enough.
    return !(this.#bytes[start] === ZERO && this.#bytes[start + 1] === ZERO && this.#bytes[start + 2] === ZERO);
  }

  #digits(): number {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    while (at < this.#end && isDigit(bytes[at] ?? 0)) at++;
    this.#at = at;
    return at - start;
  }

  #time(): boolean {
    const end = this.#at + TIME_LENGTH;
    if (end > this.#end) return false;
    this.recordedAt = this.#times.at(this.#bytes, this.view, this.#at);
    this.#at = end;
    return !Number.isNaN(this.recordedAt);
  }

  #decimal(at: number, digits: number): number {
    let value = 0;
    for (let i = 0; i < digits; i++) value = value * 10 + (this.#bytes[at + i] ?? 0) - ZERO;
    return value;
  }

  /** A whole number from 0; undefined where it is none. */
  #index(): number | undefined {
    const start = this.#at;
    const digits = this.#digits();
    if (digits === 0 || digits > MAX_DIGITS || (digits > 1 && this.#bytes[start] === ZERO)) return undefined;
    return this.#decimal(start, digits);
  }
}
