/** The languages that the page speaks; the first is used when a reader asks for none of them. */
export const languages = ['en', 'es', 'fr'] as const;
export type Language = (typeof languages)[number];

const isLanguage = (tag: string): tag is Language => (languages as readonly string[]).includes(tag);

/** The best of our languages for an `Accept-Language` header (RFC 9110 §12.5.4). */
export function languageFor(header: string | undefined): Language {
  const wishes = (header ?? '').split(',').map((part, place) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean);
    return { tag: range.trim().split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality), place };
  });
  const best = wishes
    .filter(({ tag, quality }) => quality > 0 && (isLanguage(tag) || tag === '*'))
    .sort((a, b) => b.quality - a.quality || a.place - b.place)[0];
  return best !== undefined && isLanguage(best.tag) ? best.tag : languages[0];
}
