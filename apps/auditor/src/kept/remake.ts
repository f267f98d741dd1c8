import { bundlePage, type BundleHead, type JsonObject, type RecordHistory } from '@covenant/domain';
import { formatShownKeys, formatVerifierKey, parseEntry, shownKeys, TILE_WIDTH, witnessesOn, type LogEntry, type Policy } from '@covenant/transparency';
import { Entries } from '../files/entries.js';
import type { MirrorDir } from '../files/mirror-dir.js';
import { followKeys, keyEntriesOf } from '../keys/followed.js';

/** A copy that verified, and whom it trusts. */
export interface Verified {
  readonly dir: MirrorDir;
  readonly origin: string;
  readonly size: number;
  readonly note: Uint8Array;
  readonly policy: Policy;
}

/** `keys.json` as it must be, by the entries. */
export function keysFile({ dir, origin, size, policy }: Verified): string {
  const entries = keyEntriesOf(dir, size);
  return formatShownKeys(shownKeys(origin, followKeys(policy, origin, entries).history, entries));
}

/** The page as it must be, by the entries, in pieces. */
export function pageOf(of: Verified, asked: Pick<BundleHead, 'language' | 'version' | 'cityId' | 'upTo'>): AsyncGenerator<string> {
  const { origin, size, note, policy } = of;
  const entries = new Entries(of.dir, size);
  const records = recordsOf(entries, asked.cityId);
  const [enrolled] = records.get(`city-${asked.cityId}`) ?? [];
  const name = enrolled === undefined ? undefined : entries.at(enrolled).data['name'];
  const head = {
    ...asked,
    city: typeof name === 'string' ? name : asked.cityId,
    origin,
    size,
    keys: policy.logs.map(({ key }) => formatVerifierKey(key)),
    witnesses: witnessesOn(note, policy),
  };
  return bundlePage(head, histories(entries, records));
}

/** The numbers of a city's entries, by record, in the order in which each record first speaks. */
function recordsOf(entries: Entries, cityId: string): ReadonlyMap<string, readonly number[]> {
  const records = new Map<string, number[]>();
  for (let index = 0; index * TILE_WIDTH < entries.size; index++) {
    const raw = entries.raw(index);
    if (!Buffer.from(raw.buffer, raw.byteOffset, raw.length).includes(cityId)) continue;
    entries.bundle(index).forEach((bytes, i) => {
      const entry = parseEntry(bytes);
      if (entry.cityId !== cityId) return;
      const numbers = records.get(entry.stream) ?? [];
      numbers.push(index * TILE_WIDTH + i);
      records.set(entry.stream, numbers);
    });
  }
  return records;
}

async function* histories(entries: Entries, records: ReadonlyMap<string, readonly number[]>): AsyncGenerator<RecordHistory> {
  for (const [stream, numbers] of records) {
    yield await Promise.resolve({ stream, facts: numbers.map((entry) => ({ entry, event: factOf(entries.at(entry)) })) });
  }
}

function factOf({ type, data, recordedAt, effectiveOn, schemaVersion, actor }: LogEntry): RecordHistory['facts'][number]['event'] {
  const role = typeof actor['role'] === 'string' ? actor['role'] : '';
  return { type, data: data as JsonObject, metadata: { recordedAt, schemaVersion, actor: { role }, ...(effectiveOn === undefined ? {} : { effectiveOn }) } };
}
