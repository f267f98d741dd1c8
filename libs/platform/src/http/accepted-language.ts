/** Nobody reads more languages; a longer list costs time that whoever sends it does not pay. */
const mostWishes = 20;

/**
 * The best of `offered` for an `Accept-Language` header (RFC 9110 §12.5.4), the first of them where it names none. Of a
 * tag such as `fr-CA` the language counts.
 */
export function acceptedLanguage<L extends string>(header: string | undefined, offered: readonly [L, ...L[]]): L {
  const wishes = (header ?? '').split(',', mostWishes).map((part, place) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
    const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean);
    const tag = range.trim().split('-')[0] ?? '';
    const language = tag === '*' ? offered[0] : offered.find((one) => one === tag);
    return { language, quality: quality === undefined ? 1 : Number(quality), place };
  });
  const best = wishes
    .filter(({ language, quality }) => quality > 0 && language !== undefined)
    .sort((a, b) => b.quality - a.quality || a.place - b.place)[0];
  return best?.language ?? offered[0];
}
