import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatPolicy, policyOfKey, type VerifierKey } from '@covenant/transparency';

export type Files = Map<string, Uint8Array>;

/** A log in memory, as `TestLog` of the library is one. */
interface Log {
  files(size: number): Promise<Files>;
  checkpoint(size: number): Promise<Uint8Array>;
}

/** A folder of its own; gone when `remove` is called. */
export function scratch(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'covenant-auditor-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** What `mirror` makes of a log that it saw at these sizes, the last of them the newest. */
export async function mirrorFiles(log: Log, key: VerifierKey, sizes: readonly number[]): Promise<Files> {
  const files = await log.files(sizes.at(-1) ?? 0);
  files.set('policy', formatPolicy(policyOfKey(key)));
  for (const size of sizes) {
    const note = await log.checkpoint(size);
    files.set(`checkpoints/${size}`, note).set('checkpoint', note);
  }
  return files;
}

export async function writeFiles(dir: string, files: Files): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
}

/** Changes a folder from one content to another; files that are the same stay untouched. */
export async function changeFiles(dir: string, from: Files, to: Files): Promise<void> {
  for (const path of from.keys()) if (!to.has(path)) await rm(join(dir, path));
  await writeFiles(dir, new Map([...to].filter(([path, content]) => from.get(path) !== content)));
}
