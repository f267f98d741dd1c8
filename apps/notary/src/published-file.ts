import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { errorCode } from './error-code.js';

/**
 * The last published checkpoint, beside the database and not in it: a database restored from an older copy cannot
 * make the notary forget what the world has seen. Written before the database says "published", so it is never
 * behind what was served. Owner: the notary that holds the log.
 */
export class PublishedFile {
  constructor(private readonly path: string) {}

  /** For messages: says nothing of the machine. */
  get name(): string {
    return basename(this.path);
  }

  /** The signed note, or undefined when nothing was published from this folder. */
  async read(): Promise<Uint8Array | undefined> {
    try {
      return await readFile(this.path);
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** When it resolves the file is on disk, whole; a crash before leaves the old one. */
  async write(note: Uint8Array): Promise<void> {
    const folder = dirname(this.path);
    await mkdir(folder, { recursive: true });
    const fresh = `${this.path}.new`;
    await synced(fresh, 'w', (file) => file.writeFile(note));
    await rename(fresh, this.path);
    await syncFolder(folder);
  }
}

type File = Awaited<ReturnType<typeof open>>;

export async function synced(path: string, flags: string, work: (file: File) => Promise<void>, mode?: number): Promise<void> {
  const file = await open(path, flags, mode);
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A new name survives a crash only once its folder is on disk too. Windows cannot open a folder, and need not. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await synced(folder, 'r', () => Promise.resolve());
}
