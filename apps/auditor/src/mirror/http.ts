import { reasonOf } from '../cli/errors.js';
import { Unchecked } from '../cli/exit.js';

const TIME_LIMIT_MS = 30_000;
const ATTEMPTS = 4;

/** A server that may be hostile: nothing it sends is believed, and it cannot make us wait or read for ever. */
export class LogServer {
  /** `base` is the log's prefix, without a slash at the end. */
  constructor(
    readonly base: string,
    private readonly attempts = ATTEMPTS,
  ) {}

  /** Undefined where the server has no such file. @throws Unchecked */
  async get(path: string, limit: number): Promise<Uint8Array | undefined> {
    const url = `${this.base}/${path}`;
    for (let attempt = 1; ; attempt++) {
      try {
        return await fetchOnce(url, limit);
      } catch (error) {
        if (!(error instanceof Passing) || attempt >= this.attempts) throw new Unchecked(`${url}: ${reasonOf(error)}`);
        await pause(250 * 4 ** (attempt - 1));
      }
    }
  }
}

/** Worth another try. */
class Passing extends Error {}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function fetchOnce(url: string, limit: number): Promise<Uint8Array | undefined> {
  const signal = AbortSignal.timeout(TIME_LIMIT_MS);
  let response: Response;
  try {
    response = await fetch(url, { signal, headers: { 'accept-encoding': 'gzip, identity' } });
  } catch (error) {
    throw new Passing(reasonOf(error), { cause: error });
  }
  if (response.status === 404 || response.status === 410) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.ok) {
    await response.body?.cancel();
    const answer = `the server answered ${response.status}`;
    throw response.status === 429 || response.status >= 500 ? new Passing(answer) : new Unchecked(answer);
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
    throw error instanceof Unchecked ? error : new Passing(reasonOf(error), { cause: error });
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
