import type { ShownKeys } from '@covenant/transparency';
import { KeyChangeRefused } from './arguments.js';

/** A change of a key, as the ledger shows it. */
export interface ShownChange {
  readonly id: string;
  readonly replaces: string;
  readonly key: string;
  readonly bothUntil: string;
}

/** The ledger over HTTP, as far as an operator needs it here. */
export class LedgerDoor {
  constructor(
    private readonly url: string,
    private readonly token: string | undefined,
  ) {}

  keys(): Promise<ShownKeys> {
    return this.#ask<ShownKeys>('/log/keys');
  }

  /** The changes that are under way. */
  async announced(): Promise<readonly ShownChange[]> {
    return (await this.#ask<{ readonly items: readonly ShownChange[] }>('/v1/log-keys?state=announced&limit=200')).items;
  }

  /** To be asked before a key is made: one that is then not announced would stand in the way. @throws KeyChangeRefused */
  mustHaveToken(): void {
    if (this.token === undefined) throw new KeyChangeRefused('This takes a token of an administrator: in COVENANT_TOKEN, or in a file with --token-file.');
  }

  /** @throws KeyChangeRefused with what the ledger answered */
  async send(path: string, key: string, body: object): Promise<void> {
    this.mustHaveToken();
    await this.#ask(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': key, authorization: `Bearer ${this.token}` },
    });
  }

  async #ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    let answer: Response;
    try {
      answer = await fetch(`${this.url}${path}`, init);
    } catch (error) {
      throw new KeyChangeRefused(`No ledger answers at ${this.url}.`, { cause: error });
    }
    const body = (await answer.json().catch(() => ({}))) as T & { readonly detail?: string };
    if (!answer.ok) throw new KeyChangeRefused(`The ledger answered ${answer.status}: ${body.detail ?? 'no reason given'}`);
    return body;
  }
}
