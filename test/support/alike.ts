/** Looks at what is said in three languages: the same, in words of its own, by each one's typography. */

type Catalogue = Readonly<Record<string, string | ((...about: never[]) => string)>>;
type Said = readonly [name: string, english: string, spanish: string, french: string];

/** Everything that catalogues say, of numbers where they are given none to speak of. */
export const saidBy = (
  { en, es, fr }: { readonly en: Catalogue; readonly es: Catalogue; readonly fr: Catalogue },
  about: Readonly<Record<string, readonly unknown[]>> = {},
): readonly Said[] => {
  const say = (catalogue: Catalogue, name: string): string => {
    const saying = catalogue[name] ?? '';
    return typeof saying === 'string' ? saying : saying(...((about[name] ?? [701, 802, 903]) as never[]));
  };
  return Object.keys(en).map((name) => [name, say(en, name), say(es, name), say(fr, name)]);
};

/** 65,536, 65.536 and 65 536 are one number. */
const plainNumbers = (text: string): string => text.replace(/(?<=\d)[.,\u00a0](?=\d{3})/g, '');

/** What stands in a sentence whatever its language: numbers, names of headers, addresses, types of media, quoted codes. */
const carried = (text: string): readonly string[] =>
  plainNumbers(text).match(/\d+|[A-Z][a-z]+(?:-[A-Z][a-z]+)+|\/[a-z][\w.]*|[a-z]+\/[a-z]+|[A-Z]{3,}|"[^"]*"|`[^`]*`/g) ?? [];

/** What is wrong with them; empty where nothing is. */
export const unlike = (english: string, spanish: string, french: string): readonly string[] => {
  const wrong: string[] = [];
  if (new Set([english, spanish, french]).size !== 3) wrong.push('two languages say it in the same words');
  for (const [language, text] of Object.entries({ spanish, french })) {
    if (/undefined|NaN|\[object|“|”/.test(text) || /^\s|\s$|\s{2}/.test(text)) wrong.push(`${language} has a gap: ${text}`);
    const here = plainNumbers(text);
    for (const piece of carried(english)) if (!here.includes(piece)) wrong.push(`${language} lacks ${piece}: ${text}`);
    if (/[.:]$/.exec(english)?.[0] !== /[.:]$/.exec(text)?.[0]) wrong.push(`${language} ends otherwise: ${text}`);
  }
  if (/[ a-zà-ÿ)»][;!?](?:\s|$)| [:»]|« |»(?=\w)|[a-zà-ÿ]'[a-zà-ÿ]/i.test(french)) wrong.push(`French is set otherwise: ${french}`);
  if (/ [:;!?»](?:\s|$)|« /.test(spanish)) wrong.push(`Spanish is set otherwise: ${spanish}`);
  return wrong;
};
