/**
 * A kind of problem (RFC 9457 §3.1.1). `code` is stable and public: it is the last part of `type`, and of the
 * address of the page that explains the kind to people.
 */
export interface ProblemType {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  /** For people: what it means and what to do. Plain words, one or more sentences. */
  readonly about: string;
}

/** One wrong member of the input. `pointer` is RFC 6901; for a query or a header the name follows the slash. */
export interface InputError {
  readonly pointer: string;
  readonly detail: string;
}

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly InputError[];
  readonly [extension: string]: unknown;
}

interface More {
  readonly errors?: readonly InputError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Extension members, such as the current revision after a lost race. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Thrown anywhere at the edge; the filter turns it into the answer. `detail` says what would have been right. */
export class Problem extends Error {
  constructor(
    readonly type: ProblemType,
    readonly detail: string,
    readonly more: More = {},
  ) {
    super(`${type.code}: ${detail}`, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'Problem';
  }

  toDocument(instance: string): ProblemDocument {
    return {
      type: `/problems/${this.type.code}`,
      title: this.type.title,
      status: this.type.status,
      detail: this.detail,
      instance,
      ...(this.more.errors === undefined ? {} : { errors: this.more.errors }),
      ...this.more.extensions,
    };
  }
}

export const problemMediaType = 'application/problem+json; charset=utf-8';
