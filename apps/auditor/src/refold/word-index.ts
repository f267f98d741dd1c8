import { inOrder, leftOut, type Lexeme } from './indexed-text.js';

// Does an index have the words of a text, each where it stands, and nothing else? PostgreSQL takes addresses, numbers and
// words with hyphens apart in its own way. So nothing is taken apart here: its words are laid over the text one after the
// other, and must cover every letter and digit, in order, once; and the parts of a word after it, where it has parts.

/** More occurrences of a word than this, or places than this, are not indexed. */
const MOST_OF_A_WORD = 254;
const MOST_RUNS = 8_000;
/** Bytes of a word that may be too long for the index. */
const LONG_WORD = 2_000;
/** Looks at a place, for all words together: what may be markup can be laid over in many ways. */
const MOST_LOOKS = 2_000_000;

const runs = /[\p{L}0-9]+/gu;
const covered = /[\p{L}0-9]/u;
const withParts = /^\p{L}+(?:-\p{L}+)+$/u;
/** Words of one sort of letters, and numbers, have no parts. */
const withoutParts = /^(?:[a-z0-9]+|[^\x00-\x7f]+|[-+0-9.]+(?:e[-+]?[0-9]+)?)$/;

/** One way to lay the words so far over the text. */
interface Way {
  /** All before this is accounted for. */
  readonly at: number;
  /** The word before, where parts of it may follow, and up to where these go. */
  readonly whole?: { readonly from: number; readonly to: number; readonly part: number };
}

export class IndexedText {
  /** For each place, where the next letter or digit that must be indexed is. */
  readonly #next: Int32Array;
  readonly #optional: Uint8Array;
  #isTooLarge: boolean;
  #looks = 0;

  constructor(private readonly text: string) {
    const optional = (this.#optional = leftOut(text));
    const counts = new Map<string, number>();
    let all = 0;
    for (const { 0: run, index } of text.matchAll(runs)) {
      all += 1;
      counts.set(run, (counts.get(run) ?? 0) + 1);
      if (Buffer.byteLength(run) >= LONG_WORD) optional.fill(1, index, index + run.length);
    }
    this.#isTooLarge = all > MOST_RUNS || [...counts.values()].some((count) => count > MOST_OF_A_WORD);
    this.#next = new Int32Array(text.length + 1).fill(text.length);
    for (let at = text.length - 1; at >= 0; at -= 1) this.#next[at] = optional[at] === 0 && isCovered(text, at) ? at : (this.#next[at + 1] ?? 0);
  }

  /** Is the text so large that words of it may be left out of the index, or places of words; or would it take too long? */
  get isTooLarge(): boolean {
    return this.#isTooLarge || this.#looks > MOST_LOOKS;
  }

  /** The first word of the index that does not go with the text, or of the text that is not indexed. */
  wrongWord(index: readonly Lexeme[]): string | undefined {
    const { words, wrong } = inOrder(index);
    let ways: readonly Way[] = [{ at: 0 }];
    for (const word of words) {
      const before = ways;
      ways = distinct(before.flatMap((way) => this.#after(way, word)));
      if (this.isTooLarge) return undefined;
      if (ways.length === 0) return this.#missing(before) ?? word;
    }
    return this.#missing(ways) ?? wrong;
  }

  /** The word of the text that comes next and must; undefined where one of the ways may end here. */
  #missing(ways: readonly Way[]): string | undefined {
    const next = ways.map((way) => this.#next[this.#left(way) ?? way.whole?.part ?? way.at] ?? 0);
    const first = Math.max(...next);
    return first >= this.text.length ? undefined : /^[\p{L}0-9]+/u.exec(this.text.slice(first))?.[0];
  }

  /** Where the text goes on after a word with parts: all of them must have come, or none where it need not have any. */
  #left({ at, whole }: Way): number | undefined {
    if (whole === undefined) return at;
    const { from, to, part } = whole;
    const none = part === from && !withParts.test(this.text.slice(from, to));
    return none || this.#skippable(part, to) ? to : undefined;
  }

  #after(way: Way, word: string): readonly Way[] {
    const found: Way[] = [];
    const { whole } = way;
    if (word === '') return found;
    if (whole !== undefined) {
      for (const from of this.#places(word, whole.part, whole.to)) {
        const to = from + word.length;
        const isFirst = whole.part === whole.from;
        if (to <= whole.to && to - from < whole.to - whole.from && (!isFirst || from === whole.from)) found.push({ at: whole.to, whole: { ...whole, part: to } });
      }
    }
    const at = this.#left(way);
    if (at === undefined) return found;
    for (const from of this.#places(word, at, this.text.length)) {
      const to = from + word.length;
      found.push(withoutParts.test(word) ? { at: to } : { at: to, whole: { from, to, part: from } });
    }
    return found;
  }

  /** Where a word can stand from here on, with nothing between that must be indexed, and its ends at those of a word. */
  *#places(word: string, from: number, to: number): Generator<number> {
    const until = Math.min(this.#next[from] ?? 0, to);
    for (let at = from; at <= until && !this.isTooLarge; at += 1) {
      this.#looks += 1;
      if (this.text.startsWith(word, at) && this.#begins(at)) yield at;
    }
  }

  /** May a word begin here? Inside one, only where letters, digits and what is not ASCII meet: after an address or a number PostgreSQL cuts there. */
  #begins(at: number): boolean {
    const [before, here] = [kindAt(this.text, at - 1), kindAt(this.text, at)];
    return before !== here || before === '' || this.#optional[at - 1] === 1;
  }

  #skippable(from: number, to: number): boolean {
    return (this.#next[from] ?? 0) >= to;
  }
}

/** Of a letter or digit, what sort it is; empty for anything else. */
function kindAt(text: string, at: number): string {
  const code = text.charCodeAt(at);
  if (code >= 0x80) return covered.test(text[at] ?? '') || (code >= 0xd800 && code < 0xe000) ? 'other' : '';
  if (code >= 0x30 && code <= 0x39) return 'digit';
  return covered.test(text[at] ?? '') ? 'letter' : '';
}

const isCovered = (text: string, at: number): boolean => covered.test(String.fromCodePoint(text.codePointAt(at) ?? 0));

const distinct = (ways: readonly Way[]): readonly Way[] => [
  ...new Map(ways.map((way) => [`${way.at} ${way.whole?.from ?? ''} ${way.whole?.part ?? ''}`, way])).values(),
];
