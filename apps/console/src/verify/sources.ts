import type { Addresses } from './addresses.js';
import { kindOf, type Given } from './check.js';

/** An address that gave no text, with what came instead. */
export class Unanswered extends Error {
  constructor(
    readonly path: string,
    readonly detail: string,
  ) {
    super(`${path}: ${detail}`);
    this.name = 'Unanswered';
  }
}

/** Nothing that this page checks is larger. */
const MAX_BYTES = 1_000_000;
const TRIES = 10;

/** @throws Unanswered */
export async function fetchText(path: string, onWait: () => void = () => undefined): Promise<string> {
  for (let turn = 1; ; turn++) {
    const response = await fetch(path, { headers: { accept: 'text/plain, application/json' } }).catch((error: unknown) => {
      throw new Unanswered(path, error instanceof Error ? error.message : String(error));
    });
    if (response.ok) return response.text();
    // The log says so while no checkpoint covers the event yet; it takes a second or two.
    if (response.status !== 409 || turn === TRIES) throw new Unanswered(path, String(response.status));
    onWait();
    const seconds = Number(response.headers.get('retry-after') ?? 1);
    await new Promise((done) => setTimeout(done, 1000 * Math.min(Math.max(seconds, 1), 5)));
  }
}

export async function fetchBoth({ proof, event }: Addresses, onWait: () => void): Promise<Pick<Given, 'proof' | 'event'>> {
  // The proof first: while there is none, the log does not show the event either.
  const proofText = await fetchText(proof, onWait);
  return { proof: proofText, event: await fetchText(event, onWait) };
}

export interface TakenFile {
  readonly name: string;
  readonly found: ReturnType<typeof kindOf>;
}

export const readFiles = (files: Iterable<File>): Promise<readonly TakenFile[]> =>
  Promise.all(
    Array.from(files, async (file) => {
      const bytes = file.size > MAX_BYTES ? new Uint8Array(0) : new Uint8Array(await file.arrayBuffer());
      return { name: file.name, found: kindOf(bytes) };
    }),
  );
