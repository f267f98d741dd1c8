/**
 * Text as it is compared and searched: lower case, ligatures and widths unified, and without the accents of Latin,
 * Greek and Cyrillic letters, so that `Québec` is found by `quebec`. Marks of other scripts carry meaning and stay.
 */
export const foldText = (text: string): string =>
  onlyAscii.test(text)
    ? text.toLowerCase()
    : text
        .normalize('NFKD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC')
        .toLowerCase();

const onlyAscii = /^[\x00-\x7f]*$/;

/** The most of a text that is indexed; far beyond what a record says, far below what PostgreSQL refuses. */
const longestSearch = 100_000;
const longestKey = 120;

/** What the full-text index is made from. */
export const searchText = (parts: readonly (string | undefined)[]): string =>
  foldText(parts.filter((part) => part !== undefined && part !== '').join('\n')).slice(0, longestSearch);

/** What a list is sorted by when it is sorted by title. Short, because an index row has a limit. */
export const titleKey = (title: string): string => foldText(title).trim().slice(0, longestKey);
