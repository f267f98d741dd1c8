/** What is never to be read, wherever it turns up: the last barrier, behind all that does not log it in the first place. */
const secrets: readonly (readonly [RegExp, string])[] = [
  // The password of an address, such as that of a database.
  [/(:\/\/[^\s:@/"'\\]*:)[^\s"'\\]*@/g, '$1[withheld]@'],
  [/\bbearer +[\w.~+/=-]+/gi, 'Bearer [withheld]'],
  // Tokens (RFC 7519) and what looks like one.
  [/\beyJ[\w-]{8,}\.[\w-]+\.?[\w-]*/g, '[withheld]'],
  // Receipt codes, as they are shown and as people may type them.
  [/\b(?:[0-9A-Z]{5}[- ]){4}[0-9A-Z]{6}\b/gi, '[withheld]'],
];

/**
 * What makes a terminal or a viewer show another text than the one that is there: C1 controls, among them one that begins
 * terminal commands, other line ends, and signs that turn the direction of writing. C0 controls JSON escapes itself.
 */
const unruly = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Without secrets. */
export const scrub = (text: string): string => secrets.reduce((rest, [form, instead]) => rest.replace(form, instead), text);

/** A line of JSON without secrets and unruly signs; still JSON, and still one line. */
export const scrubLine = (line: string): string => scrub(line).replace(unruly, escaped);
