import { IssuerUnavailable } from './caller.js';
import { onceMore } from './keys.js';

export interface Introspection {
  /** The issuer's address for it. */
  readonly url: string;
  /** Who asks, and how it shows that. */
  readonly client: string;
  readonly secret: string;
  readonly timeout?: number;
}

/** Whether the issuer still stands by a token. @throws IssuerUnavailable */
export type IsActive = (token: string) => Promise<boolean>;

/** Asks the issuer (RFC 7662), which knows what was taken back and who has signed out. What it does not answer is no yes. */
export const introspected =
  ({ url, client, secret, timeout = 5_000 }: Introspection): IsActive =>
  async (token) => {
    const authorization = `Basic ${Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`).toString('base64')}`;
    let answer: unknown;
    try {
      const body = new URLSearchParams({ token, token_type_hint: 'access_token' });
      const ask = (): Promise<Response> =>
        fetch(url, { method: 'POST', body, headers: { accept: 'application/json', authorization }, signal: AbortSignal.timeout(timeout), redirect: 'error' });
      const response = await onceMore(ask);
      if (!response.ok) throw new Error(`status ${response.status}`);
      answer = await response.json();
    } catch (error) {
      throw new IssuerUnavailable({ cause: error });
    }
    if (typeof answer === 'object' && answer !== null && 'active' in answer && typeof answer.active === 'boolean') return answer.active;
    throw new IssuerUnavailable({ cause: new Error('the issuer does not say whether the token is active') });
  };
