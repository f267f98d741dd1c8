/**
 * Text that a log brought, made safe to show: a city could write line ends, terminal codes or changes of direction
 * into a title, to make the auditor seem to say what it does not. They are shown as what they are.
 */
export const visible = (text: string): string =>
  text.replace(
    /[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
