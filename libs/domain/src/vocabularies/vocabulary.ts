/** One term of a controlled vocabulary: the code that events carry, and what it is called. */
export interface Term<Code extends string> {
  readonly code: Code;
  readonly label: string;
}

/**
 * A controlled vocabulary. Codes are only ever added: an event keeps the code it was written with, so a code that was
 * once released stays readable. `version` changes with every addition.
 */
export interface Vocabulary<Code extends string> {
  readonly name: string;
  readonly version: string;
  /** Where the terms come from. */
  readonly source: string;
  readonly codes: readonly Code[];
  readonly labels: { readonly [C in Code]: string };
}

export function vocabulary<const Code extends string>(
  about: { readonly name: string; readonly version: string; readonly source: string },
  labels: { readonly [C in Code]: string },
): Vocabulary<Code> {
  return { ...about, codes: Object.keys(labels) as Code[], labels };
}

/** Does the vocabulary have this code? Member names such as `constructor` are no codes. */
export const hasCode = <Code extends string>(of: Vocabulary<Code>, code: string): code is Code =>
  Object.hasOwn(of.labels, code);

/** What a code is called, in English; undefined when the vocabulary does not have it. */
export const labelOf = <Code extends string>(of: Vocabulary<Code>, code: string): string | undefined =>
  hasCode(of, code) ? of.labels[code] : undefined;

export type CodeOf<V> = V extends Vocabulary<infer Code> ? Code : never;
