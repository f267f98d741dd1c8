import { join } from 'node:path';
import type { EventStore } from '@covenant/event-store';
import type { Traces } from '@covenant/platform';
import { consistencyProof } from '@covenant/transparency';
import type { Pool } from 'pg';
import { Bundles } from './bundle/bundles.js';
import { Notary, type NotaryLog, type NotaryOptions } from './engine/notary.js';
import { NotaryStopped } from './engine/stopped.js';
import { nodeHasher } from './hasher.js';
import { LogKeyError, type LogKey } from './keys/log-key.js';
import { type KeySettings, openHeld, type OpenedKeys } from './keys/held-keys.js';
import { keyEntries } from './keys/key-facts.js';
import { KeyRing, type NumberedFact } from './keys/key-ring.js';
import type { LogKeys } from './keys/log-keys.js';
import type { NotaryMetrics } from './metrics.js';
import { PublishedFile } from './published-file.js';
import { KeyDirectory } from './served/key-directory.js';
import { PublicLog } from './served/public-log.js';
import { toldKeys } from './keys/told-keys.js';
import { LogReader } from './tables/log-reader.js';
import { takeLog } from './tables/log-session.js';
import { readWitnessPolicy, type WitnessPolicy } from './witnesses/policy-file.js';
import { Witnesses } from './witnesses/witnesses.js';

export interface LogOptions extends NotaryOptions, KeySettings {
  readonly store: EventStore;
  /** As the application's role. One connection is kept by the notary for as long as it holds the log. */
  readonly pool: Pool;
  /** The log's name: its address without the scheme (`LOG_ORIGIN`). For ever the same. */
  readonly origin: string;
  /** Where the last published checkpoint is kept, in a file of its own, and keys that are nowhere else. */
  readonly dataDir: string;
  /** Where the log is served, for the policy: `https://…/log`. */
  readonly url?: string;
  /** `LOG_WITNESSES`: a tlog-policy file that names the witnesses to ask, with their addresses, and the quorum. */
  readonly witnessFile?: string;
  /** Milliseconds to wait for a quorum of witnesses, and then publish without. Default 5,000. */
  readonly witnessWithin?: number;
  readonly log: NotaryLog;
  readonly metrics?: NotaryMetrics;
  readonly traces?: Traces;
  /** Another process signs; this one shows what is published, and needs no key. */
  readonly serveOnly?: boolean;
}

/** The public log of this process: the notary that writes it, and the reader that shows it. */
export interface OpenLog {
  readonly notary: Notary;
  readonly publicLog: PublicLog;
  readonly bundles: Bundles;
  readonly reader: LogReader;
  /** Which keys sign which tree; without private halves where another process signs. */
  readonly ring: KeyRing;
  /** The keys that sign the newest tree, as it was when the log was opened. */
  readonly keys: LogKeys;
  /** The Ed25519 key among them. */
  readonly key: LogKey;
  /** Who signs and who has signed, as anybody may read it. */
  readonly directory: KeyDirectory;
  /** The text of `/log/policy`, as it was when the log was opened. */
  readonly policyText: string;
}

/**
 * Puts the parts together; starts nothing.
 * @throws LogKeyError where a key or the witnesses' policy cannot be used
 */
export async function openLog(options: LogOptions): Promise<OpenLog> {
  const { store, pool, origin, dataDir, url, log, metrics, traces } = options;
  const reader = new LogReader(pool);
  const file = new PublishedFile(join(dataDir, 'log-checkpoint'));
  const facts = await keyEntries({ reader, store }, Number.MAX_SAFE_INTEGER);
  const ring = new KeyRing(options.serveOnly === true ? await toldKeys(pool, origin) : await held(options, reader, file, facts), facts);
  const keys = inUse(ring, options.serveOnly === true ? 0 : ((await reader.checkpoint())?.size ?? 0));
  const [key] = keys.ed25519;
  if (key === undefined) throw new LogKeyError('The log has no Ed25519 key.');
  const policy = options.witnessFile === undefined ? undefined : await readWitnessPolicy(options.witnessFile);
  const notary = new Notary(
    {
      store,
      reader,
      keys: ring,
      file,
      log,
      witnesses: policy && witnessesOf(policy, reader, options),
      take: (waiting) => takeLog(pool, waiting),
      ...(metrics === undefined ? {} : { metrics }),
      ...(traces === undefined ? {} : { traces }),
    },
    options,
  );
  const publicLog = new PublicLog({ store, reader, onContradiction: (seen) => notary.report(seen) });
  const directory = new KeyDirectory({ store, reader, origin, roots: () => ring.roots, url, witnesses: policy });
  const bundles = new Bundles({ store, reader, entries: publicLog.entries, directory, origin });
  return { notary, publicLog, bundles, reader, ring, keys, key, directory, policyText: await directory.policyText() };
}

/** @throws LogKeyError where the log has changed to a key that is not here */
function inUse(ring: KeyRing, size: number): LogKeys {
  try {
    return ring.at(size);
  } catch (error) {
    if (error instanceof NotaryStopped) throw new LogKeyError(`The log's key is missing: ${error.message}.`, { cause: error });
    throw error;
  }
}

/** The keys at hand. One that an entry announced may take the first one's place, and so may any while tables are rebuilt. */
async function held(options: LogOptions, reader: LogReader, file: PublishedFile, facts: readonly NumberedFact[]): Promise<OpenedKeys> {
  const announced = new Set(facts.filter(({ type }) => type === 'LogKeyAnnounced').map(({ data }) => data['key']));
  return openHeld(options, options.origin, await newestNote(reader, file), ({ vkey }) => announced.has(vkey) || options.recover === true);
}

/** What the log signed last, as far as this folder and this database know: by all keys, where it was published. */
async function newestNote(reader: LogReader, file: PublishedFile): Promise<string | undefined> {
  const kept = await file.read();
  if (kept !== undefined) return new TextDecoder().decode(kept);
  return ((await reader.published()) ?? (await reader.checkpoint()))?.note;
}

function witnessesOf(policy: WitnessPolicy, reader: LogReader, { witnessWithin = 5_000 }: LogOptions): Witnesses | undefined {
  if (policy.witnesses.length === 0) return undefined;
  const hasher = nodeHasher();
  const prove = (from: number, to: number): Promise<readonly Uint8Array[]> => consistencyProof(from, to, reader.tile, hasher);
  return new Witnesses({ policy, prove, within: witnessWithin });
}
