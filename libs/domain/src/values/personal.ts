/**
 * Words of or about a person. A decision gives them `unsealed`, with the subject whose they are; before the event is
 * appended they are sealed under that subject's key, and only the sealed form is ever stored, sent, folded or shown.
 */
export type Personal = Unsealed | Sealed;

export type Unsealed = {
  readonly unsealed: string;
  /** Id of the subject: a random mark that says nothing about the person. */
  readonly subject: string;
};

/** The wire form is owned by `libs/confidentiality`. */
export type Sealed = { readonly sealed: string };

export const personal = (subject: string, text: string): Personal => ({ unsealed: text, subject });

/** A member that may be left out. */
export const maybePersonal = (subject: string, text: string | undefined): Personal | undefined =>
  text === undefined ? undefined : personal(subject, text);

export const isUnsealed = (value: unknown): value is Unsealed =>
  typeof value === 'object' && value !== null && 'unsealed' in value;

export const isSealed = (value: unknown): value is Sealed =>
  typeof value === 'object' && value !== null && 'sealed' in value && typeof value.sealed === 'string';
