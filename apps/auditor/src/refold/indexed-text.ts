// PostgreSQL's index of words, read back: what it has, and what it leaves out of a text. Each is one pass over the
// input, whatever is in it: both come from a log and from a server that need not mean well.

/** A word of an index, and where it stands, as it is written: `1,2`. */
export interface Lexeme {
  readonly word: string;
  readonly places: string;
}

/** The words of a `tsvector` as it is written: `'word':1,2 'it''s':3`. */
export function lexemes(search: string): readonly Lexeme[] {
  const words: Lexeme[] = [];
  for (let at = search.indexOf("'"); at >= 0; at = search.indexOf("'", at)) {
    let word = '';
    for (at += 1; at < search.length; at += 1) {
      if (search[at] === '\\') at += 1;
      else if (search[at] === "'") {
        if (search[at + 1] !== "'") break;
        at += 1;
      }
      word += search[at] ?? '';
    }
    const from = (at += 1);
    while (at < search.length && search[at] !== ' ' && search[at] !== "'") at += 1;
    words.push({ word, places: search.slice(from + 1, at) });
  }
  return words;
}

/** An index as PostgreSQL writes it. */
export const written = (index: readonly Lexeme[]): string =>
  index.map(({ word, places }) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'${places === '' ? '' : ':'}${places}`).join(' ');

/** The words by their places; and the first of which the places are not those of an index, which has one word in each from 1 on. */
export function inOrder(index: readonly Lexeme[]): { readonly words: readonly string[]; readonly wrong: string | undefined } {
  const words: string[] = [];
  let wrong: string | undefined;
  for (const { word, places } of index) {
    for (const place of places.split(',')) {
      if (!/^[1-9]\d{0,4}$/.test(place) || words[Number(place) - 1] !== undefined) wrong ??= word;
      else words[Number(place) - 1] = word;
    }
  }
  const gap = words.findIndex((word) => (word as string | undefined) === undefined);
  return { words: words.filter(() => true), wrong: wrong ?? (gap < 0 ? undefined : words.find((_, i) => i > gap)) };
}

const isSpace = (character: string): boolean => /\s/.test(character);

/**
 * For each place of a `<` or `&` that begins what may be taken for markup: where that ends, exclusive; 0 elsewhere.
 * A tag ends at the first `>` outside its quotes, or, where its quotes do not close, at the first `>` of all.
 */
function markup(text: string): Int32Array {
  const ends = new Int32Array(text.length);
  /** Where a tag ends that is open at a place, outside quotes; 0 where it never does. */
  const tag = new Int32Array(text.length + 1);
  const next: Record<string, number> = {};
  let stop = -1;
  for (let at = text.length - 1; at >= 0; at -= 1) {
    const character = text[at] ?? '';
    if (character === '>') tag[at] = at + 1;
    else if (character === '"' || character === "'") tag[at] = next[character] === undefined ? 0 : (tag[next[character] + 1] ?? 0);
    else tag[at] = tag[at + 1] ?? 0;
    if (character === '<') ends[at] = (tag[at + 1] ?? 0) || (next['>'] === undefined ? 0 : next['>'] + 1);
    else if (character === '&' && stop >= 0 && text[stop] === ';') ends[at] = stop + 1;
    if (character === ';' || isSpace(character)) stop = at;
    if (character === '>' || character === '"' || character === "'") next[character] = at;
  }
  return ends;
}

/**
 * 1 for each place of what PostgreSQL may take for markup, between angle brackets or `&` and `;`, with all of a script or
 * a style, or for a protocol, before `://`, and leave out.
 */
export function leftOut(text: string): Uint8Array {
  const out = new Uint8Array(text.length);
  const ends = markup(text);
  for (let at = 0; at < text.length; ) {
    const end = ends[at] ?? 0;
    const letters = end > 0 ? 0 : lettersAt(text, at);
    if (end > 0) out.fill(1, at, end);
    else if (letters > 0 && text.startsWith('://', at + letters)) out.fill(1, at, at + letters);
    at = end > 0 ? end : at + Math.max(letters, 1);
  }
  for (const kind of ['script', 'style']) {
    for (let at = text.indexOf(`<${kind}`); at >= 0; ) {
      const end = text.indexOf(`</${kind}`, at);
      out.fill(1, at, end < 0 ? text.length : end);
      at = end < 0 ? -1 : text.indexOf(`<${kind}`, end);
    }
  }
  return out;
}

/** How many letters of a protocol's name stand here. */
function lettersAt(text: string, at: number): number {
  let end = at;
  for (let code = text.charCodeAt(end); code >= 0x61 && code <= 0x7a; code = text.charCodeAt(end)) end += 1;
  return end - at;
}
