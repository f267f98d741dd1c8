import { setTimeout as pause } from 'node:timers/promises';

/** The ledger cannot be reached, or does not answer as one would. */
export class NoLedger extends Error {}

export type Sent =
  /** `repeated`: it had been recorded before, and nothing was written now. */
  | { readonly id: string; readonly repeated: boolean }
  /** The key was used for this row before, with another reading of it: what was recorded then stands. */
  | { readonly known: true }
  | { readonly refused: string };

/** A row of any list of the interface, as far as the importer looks at it. */
export type Listed = Readonly<Record<string, unknown>> & { readonly id: string };

/** How often a request is sent that got no answer (a second or two), and one that was told to come again. */
const tries = { noAnswer: 5, comeAgain: 12 } as const;

/** The HTTP interface as a person uses it: nothing here knows more than what is on the wire. */
export class FrontDoor {
  constructor(
    private readonly address: string,
    private readonly token: string,
  ) {}

  withToken(token: string): FrontDoor {
    return new FrontDoor(this.address, token);
  }

  /** Sends a command; the key makes it safe to send again, which is done when no answer came. @throws NoLedger */
  async send(path: string, body: object, key: string): Promise<Sent> {
    const response = await this.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, authorization: `Bearer ${this.token}` },
      body: JSON.stringify(body),
    });
    const answer = await readObject(response);
    if (response.ok && typeof answer['id'] === 'string') {
      return { id: answer['id'], repeated: response.headers.get('idempotency-replayed') === 'true' };
    }
    if (typeof answer['type'] !== 'string') throw new NoLedger(`${this.address} answered ${response.status}, and not as a ledger does.`);
    if (answer['type'].endsWith('/key-reused')) return { known: true };
    return { refused: sentence(answer) };
  }

  /** The record, or undefined when there is none. @throws NoLedger */
  async get(path: string): Promise<Listed | undefined> {
    const response = await this.request(path, {});
    if (response.status === 404) return undefined;
    const answer = await readObject(response);
    if (!response.ok || typeof answer['id'] !== 'string') throw new NoLedger(`${path} gave ${response.status}: ${sentence(answer)}`);
    return { ...answer, id: answer['id'] };
  }

  /** Every row of a list, page after page. @throws NoLedger */
  async *list(path: string): AsyncGenerator<Listed> {
    let cursor: string | undefined;
    do {
      const next: string = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const response = await this.request(`${path}&limit=200${next}`, {});
      const page = await readObject(response);
      if (!response.ok || !Array.isArray(page['items'])) throw new NoLedger(`${path} gave ${response.status}: ${sentence(page)}`);
      yield* page['items'] as Listed[];
      cursor = typeof page['next'] === 'string' ? page['next'] : undefined;
    } while (cursor !== undefined);
  }

  private async request(path: string, init: RequestInit): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const response = await fetch(`${this.address}${path}`, { ...init, signal: AbortSignal.timeout(30_000) });
        if ((response.status !== 503 && response.status !== 429) || attempt === tries.comeAgain) return response;
        await response.body?.cancel();
        await pause(1000 * Math.min(10, Number(response.headers.get('retry-after')) || 1));
      } catch (error) {
        if (attempt >= tries.noAnswer) throw new NoLedger(`There is no answer from ${this.address}. Is the ledger running?`, { cause: error });
        await pause(50 * 2 ** attempt);
      }
    }
  }
}

async function readObject(response: Response): Promise<Readonly<Record<string, unknown>>> {
  const text = await response.text();
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return { detail: text.slice(0, 200) };
  }
}

/** A problem's own words, with every member that it blames. */
function sentence(problem: Readonly<Record<string, unknown>>): string {
  const errors = Array.isArray(problem['errors']) ? (problem['errors'] as { pointer?: string; detail?: string }[]) : [];
  const blamed = errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join('; ');
  const said = [problem['detail'], problem['title']].find((part) => typeof part === 'string') ?? 'no reason given';
  return blamed === '' ? said : `${said} (${blamed})`;
}
