// A backup of what cannot be made anew: the events. And, apart from it, of the keys to what is sealed in them.
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { replaceSecretFile } from '@covenant/platform';
import { entryBytes, parseCheckpoint, parseNote, toBase64, TreeBuilder, type Checkpoint } from '@covenant/transparency';
import type { Read, Source, Target } from './ends.js';
import { erasedIn, type KeysTarget } from './erased.js';
import { digestOf, EventFile, writeEvents } from './event-file.js';
import { hasher } from './hasher.js';
import { readKeys, without, writeKeys, type CopiedKeys, type KeyRows } from './keys.js';
import { migrate, type Migrated, type Migration } from './migrate.js';
import type { Place } from './places.js';
import { MigrationRefused } from './refused.js';

const names = { events: 'events.ndjson.gz', manifest: 'backup.json', checkpoint: 'log-checkpoint' } as const;

/** What a backup says of itself. */
export interface Manifest {
  readonly format: 1;
  readonly takenAt: string;
  readonly events: number;
  /** Of the file of events. */
  readonly sha256: string;
  /** RFC 6962 root of the public log over them, in base64. */
  readonly root: string;
}

/** @throws MigrationRefused for what a later version wrote, and for what none did */
function ofThisFormat<T>(text: string, path: string): T {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    // Told below, as for any other file that is none of ours.
  }
  if (typeof read === 'object' && read !== null && 'format' in read && read.format === 1) return read as T;
  throw new MigrationRefused('no-such-place', `${path} is of no backup that this version can read.`);
}

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

/**
 * Writes every event that the source has now into a new folder, which gets its name only when it is whole. Events are
 * only ever added, so what the source has at one instant is a beginning of all that it will have: nothing is stopped.
 * @param checkpoint a file with what the log has published, which goes into the folder where it is there; read before the events, so
 *   that it is never ahead of them
 * @param record makes the entry that a backup was begun, which is in the backup: behind it, what the log publishes next would
 *   already be ahead of the newest backup
 * @throws MigrationRefused
 */
export async function takeBackup(source: Source<Read>, folder: string, checkpoint: string, record: () => Promise<void>): Promise<Manifest> {
  if (await exists(folder)) throw new MigrationRefused('target-differs', `${folder} is there already: a backup gets a folder of its own.`);
  const part = `${folder}.part-${process.pid}`;
  await mkdir(dirname(resolve(folder)), { recursive: true });
  await mkdir(part, { mode: 0o700 });
  try {
    await record();
    const manifest = await fill(source, part, checkpoint);
    await rename(part, folder);
    return manifest;
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw error;
  }
}

async function fill(source: Source<Read>, part: string, checkpoint: string): Promise<Manifest> {
  const published = (await exists(checkpoint)) ? await readFile(checkpoint) : undefined;
  const tree = new TreeBuilder(hasher);
  const written = await writeEvents(join(part, names.events), source.store, await source.store.head(), (page) => {
    tree.append(page.map((event) => hasher.leaf(entryBytes(event))));
  });
  const manifest: Manifest = { format: 1, takenAt: new Date().toISOString(), ...written, root: toBase64(tree.root()) };
  if (published !== undefined) await replaceSecretFile(join(part, names.checkpoint), published.toString('utf8'));
  await replaceSecretFile(join(part, names.manifest), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return manifest;
}

/** A folder as the source of a copy. @throws MigrationRefused when it is no backup, or not as it was taken */
export async function openBackup(folder: string): Promise<Source<Read> & { readonly manifest: Manifest; readonly checkpoint?: Checkpoint }> {
  const text = await readFile(join(folder, names.manifest), 'utf8').catch(() => undefined);
  if (text === undefined) throw new MigrationRefused('no-such-place', `${folder} is no backup: it has no ${names.manifest}.`);
  const manifest = ofThisFormat<Manifest>(text, join(folder, names.manifest));
  const file = join(folder, names.events);
  if ((await digestOf(file)) !== manifest.sha256) throw new MigrationRefused('root-differs', `${file} is not as it was when the backup was taken.`);
  const published = join(folder, names.checkpoint);
  const checkpoint = (await exists(published)) ? parseCheckpoint(parseNote(await readFile(published)).text) : undefined;
  const store = new EventFile(file, manifest.events);
  return { name: folder, store, manifest, ...(checkpoint === undefined ? {} : { checkpoint }), writable: () => Promise.resolve(undefined), close: () => store.close() };
}

/**
 * Copies a backup into a store that is empty or has a beginning of it, and verifies it as a migration does: the root over
 * what was restored is the one that the backup says, and the one that the log had published.
 * @throws MigrationRefused, Interrupted, and what the stores throw
 */
export async function restoreBackup(folder: string, target: Target, rest: Pick<Migration, 'signal' | 'onProgress'>): Promise<Migrated> {
  const source = await openBackup(folder);
  try {
    const { manifest, checkpoint } = source;
    const migrated = await migrate({ source, target, ...rest, ...(checkpoint === undefined ? {} : { checkpoint }) });
    if (toBase64(migrated.root) !== manifest.root) throw new MigrationRefused('root-differs', `${folder} gives another root than it says.`);
    return migrated;
  } finally {
    await source.close();
  }
}

/**
 * Puts the keys that there are now into a file, in the place of those of before: a key that was destroyed since is not
 * in it. They stay wrapped.
 */
export async function backUpKeys(place: Place, file: string): Promise<number> {
  const rows = await readKeys(place);
  await replaceSecretFile(resolve(file), `${JSON.stringify({ format: 1, ...rows })}\n`);
  return rows.keys.length;
}

/** Puts keys back, but for those of subjects who were erased by the events of the backup, or by those that the target has since. */
export async function restoreKeys(folder: string, file: string, target: KeysTarget, forgetOthers: boolean): Promise<CopiedKeys> {
  const kept = ofThisFormat<KeyRows>(await readFile(file, 'utf8'), file);
  const source = await openBackup(folder);
  try {
    const erased = await erasedIn(source.store);
    const left = { ...kept, keys: without(erased, kept.keys), receipts: without(erased, kept.receipts) };
    return await writeKeys(target, left, { from: file, forgetOthers });
  } finally {
    await source.close();
  }
}
