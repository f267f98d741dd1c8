import type { RightFamily } from './rights.data.js';
import { rightsByInstrument } from './rights.data.js';
import type { Vocabulary } from './vocabulary.js';
import { hasCode, vocabulary } from './vocabulary.js';

const rows = Object.entries(rightsByInstrument).flatMap(([instrument, articles]) =>
  articles.map(([article, family, label]) => ({ code: `${instrument}-${article}`, instrument, family, label })),
);
const byCode = new Map(rows.map((row) => [row.code, row]));

/** Rights by article: `ICESCR-11.1`. The labels are ours. */
export const rights: Vocabulary<string> = vocabulary(
  {
    name: 'rights',
    version: '1.0.0',
    source:
      'Articles of the UDHR (1948), CERD (1965), ICCPR and ICESCR (1966), CEDAW (1979), CRC (1989) and CRPD (2006)',
  },
  Object.fromEntries(rows.map(({ code, label }) => [code, label])),
);

export const isRight = (code: string): boolean => hasCode(rights, code);

/** Civil, political, economic, social or cultural; undefined for a code that is no right. */
export const rightFamily = (code: string): RightFamily | undefined => byCode.get(code)?.family;

/** `ICESCR` for `ICESCR-11.1`; undefined for a code that is no right. */
export const rightInstrument = (code: string): string | undefined => byCode.get(code)?.instrument;
