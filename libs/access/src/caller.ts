import type { Told } from '@covenant/platform';

/**
 * Who is calling, as the token says it: a subject and what it may act as, never a name. The shape is the domain's
 * `Actor` with roles still as text, because this room knows no domain.
 */
export interface Caller<R extends string = string> {
  readonly subject: string;
  readonly roles: readonly R[];
  readonly cityId?: string;
  readonly dutyBearerId?: string;
}

/** The token is missing, forged, expired or not meant for us. What is told is for the caller and gives nothing away. */
export class Unauthenticated extends Error {
  constructor(
    readonly told: Told,
    options?: ErrorOptions,
  ) {
    super(told('en'), options);
    this.name = 'Unauthenticated';
  }
}

/** The issuer does not give its keys, or does not answer about a token, so that none can be judged. */
export class IssuerUnavailable extends Error {
  constructor(options?: ErrorOptions) {
    super('the token issuer does not answer', options);
    this.name = 'IssuerUnavailable';
  }
}
