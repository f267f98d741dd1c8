import { fromUtf8 } from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import { LogServer } from '../mirror/http.js';

/** A page of 200 records, each with everything that was ever said of it. */
const ANSWER_LIMIT = 256 * 1024 * 1024;
const PAGE = 200;
/** Requests under way at once. */
const AT_ONCE = 8;

export type Row = Readonly<Record<string, unknown>>;

export type Page = Row & { readonly items: readonly Row[] };

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A city's public interface, which may say anything. */
export class PublicInterface {
  readonly base: string;
  readonly #server: LogServer;

  constructor(url: string) {
    this.base = url.replace(/\/+$/, '').replace(/\/log$/, '');
    this.#server = new LogServer(this.base, 2);
  }

  bytes(path: string): Promise<Uint8Array | undefined> {
    return this.#server.get(path.slice(1), ANSWER_LIMIT);
  }

  /** Undefined where there is no such thing. @throws Unchecked */
  async get(path: string): Promise<Row | undefined> {
    const bytes = await this.bytes(path);
    if (bytes === undefined) return undefined;
    const value = parsed(fromUtf8(bytes));
    if (!isRow(value)) throw new Unchecked(`${this.base}${path} is not a JSON object`);
    return value;
  }

  /** Every item of a list, page after page. None where there is no such list. */
  async *list(path: string): AsyncGenerator<Row> {
    for await (const { items } of this.pages(path)) yield* items;
  }

  /** The pages of a list, each with what it says besides its items. None where there is no such list. */
  async *pages(path: string): AsyncGenerator<Page> {
    const seen = new Set<string>();
    let cursor = '';
    do {
      const at = `${path}${path.includes('?') ? '&' : '?'}limit=${PAGE}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const page = await this.get(at);
      if (page === undefined) return;
      const { items, next } = page;
      if (!Array.isArray(items) || !items.every(isRow)) throw new Unchecked(`${this.base}${at} is not a page of a list`);
      yield { ...page, items };
      if (typeof next === 'string' && seen.has(next)) throw new Unchecked(`${this.base}${at} leads in a circle`);
      cursor = typeof next === 'string' ? next : '';
      seen.add(cursor);
    } while (cursor !== '');
  }
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Does the work for every item, a few at a time; all of them have ended before it fails. */
export async function each<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) await work(next.value);
  };
  for (const end of await Promise.allSettled(Array.from({ length: AT_ONCE }, worker))) {
    if (end.status === 'rejected') throw end.reason;
  }
}
