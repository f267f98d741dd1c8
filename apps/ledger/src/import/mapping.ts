import type { CodeOf, dimensions, grounds, realisations } from '@covenant/domain';

/** The cells of a row by the name of their column. */
export type Cells = Readonly<Record<string, string>>;

/** What one word of a source stands for in the ledger's vocabularies. */
export interface Mapped {
  /** Codes of rights, at least one. */
  readonly rights: readonly string[];
  readonly sdgTargets: readonly string[];
  /** A key of `mappedGroups`. */
  readonly group?: string;
  readonly dimension: CodeOf<typeof dimensions>;
  readonly realisation: CodeOf<typeof realisations>;
}

export interface MappedGroup {
  readonly name: string;
  readonly grounds: readonly CodeOf<typeof grounds>[];
  readonly description: string;
}

/** A session of the UPR working group: when it opened, and by when the State's next review is due (ISO dates). */
export interface UprSession {
  readonly openedOn: string;
  readonly nextReviewBy: string;
}

/** What a row serves: the union over its words. `groups` are keys of `mappedGroups`. */
export interface Served {
  readonly rights: readonly string[];
  readonly sdgTargets: readonly string[];
  readonly groups: readonly string[];
  readonly dimension: Mapped['dimension'];
  readonly realisation: Mapped['realisation'];
  /** Words that no table knows. */
  readonly unknown: readonly string[];
}

/**
 * Where a word has no entry: everybody's right to an order in which the rights can be realised. True of every
 * recommendation, and no claim to precision; docs/decisions/0004-imported-rows.md says why.
 */
export const fallback: Mapped = { rights: ['UDHR-28'], sdgTargets: [], dimension: 'fulfil', realisation: 'progressive' };

/** The union of what the words stand for; dimension and realisation are the first word's. */
export function servedBy(words: readonly string[], table: Readonly<Record<string, Mapped>>): Served {
  const known = words.filter((word) => Object.hasOwn(table, word));
  const mapped = known.map((word) => table[word] ?? fallback);
  const used = mapped.length === 0 ? [fallback] : mapped;
  const first = used[0] ?? fallback;
  return {
    rights: unique(used.flatMap(({ rights }) => rights)),
    sdgTargets: unique(used.flatMap(({ sdgTargets }) => sdgTargets)),
    groups: unique(used.flatMap(({ group }) => (group === undefined ? [] : [group]))),
    dimension: first.dimension,
    realisation: first.realisation,
    unknown: words.filter((word) => !known.includes(word)),
  };
}

/** The parts of a cell that holds several values. */
export const partsOf = (cell: string): readonly string[] =>
  unique(cell.split(';').map((part) => part.trim()).filter((part) => part !== ''));

/** A title of at most `limit` characters: the text itself, or its beginning cut between words. */
export function titleOf(text: string, limit = 160): string {
  const characters = [...text];
  if (characters.length <= limit) return text;
  const beginning = characters.slice(0, limit - 1).join('');
  const end = beginning.lastIndexOf(' ');
  return `${(end > limit / 2 ? beginning.slice(0, end) : beginning).replace(/[\s,;:–—-]+$/u, '')}…`;
}

const unique = (items: readonly string[]): readonly string[] => [...new Set(items)];
