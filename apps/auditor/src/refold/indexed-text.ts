// PostgreSQL's index of words, read back: what it has, and what it leaves out of a text. Each is one pass over the
// input, whatever is in it: both come from a log and from a server that need not mean well.

/** The words of a `tsvector` as it is written: `'word':1,2 'it''s':3`. */
export function lexemes(search: string): readonly string[] {
  const words: string[] = [];
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
    words.push(word);
    at += 1;
  }
  return words;
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
 * The text without what PostgreSQL may take for markup, between angle brackets or `&` and `;`, or for a protocol,
 * before `://`; a blank stands for each.
 */
export function withoutMarkup(text: string): string {
  const ends = markup(text);
  const kept: string[] = [];
  let from = 0;
  const skip = (at: number, end: number): void => {
    kept.push(text.slice(from, at), ' ');
    from = end;
  };
  for (let at = 0; at < text.length;) {
    const end = ends[at] ?? 0;
    const letters = end > 0 ? 0 : lettersAt(text, at);
    if (end > 0) skip(at, end);
    else if (letters > 0 && text.startsWith('://', at + letters)) skip(at, at + letters);
    at = end > 0 ? end : at + Math.max(letters, 1);
  }
  kept.push(text.slice(from));
  return kept.join('');
}

/** How many letters of a protocol's name stand here. */
function lettersAt(text: string, at: number): number {
  let end = at;
  for (let code = text.charCodeAt(end); code >= 0x61 && code <= 0x7a; code = text.charCodeAt(end)) end += 1;
  return end - at;
}
