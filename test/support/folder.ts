import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A new folder for one test, which the account that PostgreSQL runs under can enter; otherwise a run as root would
 * keep its databases elsewhere and leave them there. Whoever makes it removes it.
 */
export async function testFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `covenant-${name}-`));
  await chmod(folder, 0o755);
  return folder;
}
