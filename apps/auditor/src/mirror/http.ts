import { reasonOf } from '../cli/errors.js';
import { Unchecked } from '../cli/exit.js';

const TIME_LIMIT_MS = 30_000;
const ATTEMPTS = 4;
/** A server that is asked too often says when to come again; it may not keep us longer than this. */
const LONGEST_PAUSE_MS = 15_000;

/** A server that may be hostile: nothing it sends is believed, and it cannot make us wait or read for ever. */
export class LogServer {
  /** `base` is the log's prefix, without a slash at the end. */
  constructor(
    readonly base: string,
    private readonly attempts = ATTEMPTS,
    private readonly wait: (ms: number) => Promise<void> = pause,
  ) {}

  /** Undefined where the server has no such file. @throws Unchecked */
  async get(path: string, limit: number): Promise<Uint8Array | undefined> {
    const url = `${this.base}/${path}`;
    for (let attempt = 1; ; attempt++) {
      try {
        return await fetchOnce(url, limit);
      } catch (error) {
        if (!(error instanceof Passing) || attempt >= this.attempts) throw new Unchecked(`${url}: ${reasonOf(error)}`);
        await this.wait(Math.max(250 * 4 ** (attempt - 1), Math.min(error.comeAgain, LONGEST_PAUSE_MS)));
      }
    }
  }
}

/** Worth another try. */
class Passing extends Error {
  constructor(
    cause: unknown,
    /** Milliseconds until the server wants to be asked again; 0 where it did not say. */
    readonly comeAgain = 0,
  ) {
    super(reasonOf(cause), { cause });
  }
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function fetchOnce(url: string, limit: number): Promise<Uint8Array | undefined> {
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  let response: Response;
  try {
    response = await fetch(url, { signal, headers: { 'accept-encoding': 'gzip, identity' } });
  } catch (error) {
    throw new Passing(error);
  }
  if (response.status === 404 || response.status === 410) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok) {
    await response.body?.cancel();
    const answer = `the server answered ${response.status}`;
    if (response.status !== 429 && response.status < 500) throw new Unchecked(answer);
    const comeAgain = 1_000 * Number(/^\d{1,5}$/.exec(response.headers.get('retry-after') ?? '')?.[0] ?? 0);
    throw new Passing(new Error(answer), comeAgain);
  }
  return readLimited(response, limit);
}

async function readLimited(response: Response, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      length += part.length;
      if (length > limit) throw new Unchecked(`the answer is larger than the ${limit} bytes that it may have`);
      parts.push(part);
    }
  } catch (error) {
    throw error instanceof Unchecked ? error : new Passing(error);
  }
  return Buffer.concat(parts);
}

/** The log under an address that a person gave: of the log itself or of the ledger that serves it under `/log`. */
export async function findLog(url: string, limit: number): Promise<{ server: LogServer; checkpoint: Uint8Array }> {
  const base = url.replace(/\/+$/, '');
  for (const candidate of base.endsWith('/log') ? [base, `${base}/log`] : [`${base}/log`, base]) {
    const server = new LogServer(candidate);
    const checkpoint = await server.get('checkpoint', limit);
    if (checkpoint !== undefined) return { server, checkpoint };
  }
  throw new Unchecked(`no log is served at ${base}/log or at ${base}`);
}
