import { type InEach, type SpokenLanguage, type Told } from '../words/told.js';

/** What a kind of problem is called, and what it means and what to do: plain words, one or more sentences. */
export interface KindWords {
  readonly title: string;
  readonly about: string;
}

/**
 * A kind of problem (RFC 9457 §3.1.1). `code` is stable and public: it is the last part of `type`, and of the
 * address of the page that explains the kind to people.
 */
export interface ProblemType {
  readonly code: string;
  readonly status: number;
  readonly words: InEach<KindWords>;
}

/** Kinds by their code, each with its status and its words in every language. */
export const problemTypes = <C extends string>(
  statuses: Readonly<Record<C, number>>,
  words: InEach<Readonly<Record<C, KindWords>>>,
): { readonly [K in C]: ProblemType } => {
  const type = (code: C): [C, ProblemType] => [
    code,
    { code, status: statuses[code], words: { en: words.en[code], es: words.es[code], fr: words.fr[code] } },
  ];
  return Object.fromEntries((Object.keys(statuses) as C[]).map(type)) as { readonly [K in C]: ProblemType };
};

/** What a kind means, where nothing more is known of the case. */
export const aboutOf =
  ({ words }: ProblemType): Told =>
  (language) =>
    words[language].about;

/** One wrong member of the input. `pointer` is RFC 6901; for a query or a header the name follows the slash. */
export interface InputError {
  readonly pointer: string;
  readonly detail: Told;
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  readonly [extension: string]: unknown;
}

interface More {
  readonly errors?: readonly InputError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Extension members, such as the current revision after a lost race. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * Thrown anywhere at the edge; the filter turns it into the answer, in the language of whoever reads it. `told` says what
 * would have been right.
 */
export class Problem extends Error {
  /** In English, as it is in the log. */
  readonly detail: string;

  constructor(
    readonly type: ProblemType,
    readonly told: Told,
    readonly more: More = {},
  ) {
    const detail = told('en');
    super(`${type.code}: ${detail}`, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'Problem';
    this.detail = detail;
  }

  toDocument(instance: string, language: SpokenLanguage = 'en'): ProblemDocument {
    const { errors, extensions } = this.more;
    return {
      type: `/problems/${this.type.code}`,
      title: this.type.words[language].title,
      status: this.type.status,
      detail: this.told(language),
      instance,
      ...(errors === undefined ? {} : { errors: errors.map(({ pointer, detail }) => ({ pointer, detail: detail(language) })) }),
      ...extensions,
    };
  }
}

/** Says in which language an answer is, and what decided it. */
export const languageHeaders = (language: SpokenLanguage): Readonly<Record<string, string>> => ({
  'content-language': language,
  vary: 'accept-language',
});

export const problemMediaType = 'application/problem+json; charset=utf-8';
