export interface Page<Item> {
  readonly items: readonly Item[];
  /** Ask for what comes after with this; null when there is nothing more now. */
  readonly next: string | null;
}

export const largestPage = 200;
export const usualPage = 50;

/** A page from one row more than it shows: that row tells that there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  cursor: (last: Row) => string,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), next: rows.length > limit && last !== undefined ? cursor(last) : null };
}
