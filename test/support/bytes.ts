// Whether some bytes stand in files, for tests of what no store may hold.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Every file below a folder. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The names of those bytes that stand in any of the files. */
export async function found(files: readonly string[], needles: Readonly<Record<string, Buffer>>): Promise<readonly string[]> {
  const seen = new Set<string>();
  for (const file of files) {
    const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return Buffer.alloc(0); // its owner took it away meanwhile
      throw error;
    });
    for (const [name, needle] of Object.entries(needles)) if (bytes.includes(needle)) seen.add(name);
  }
  return [...seen].sort();
}
