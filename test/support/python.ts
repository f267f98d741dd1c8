// Programs in Python that are not ours, at the versions that a folder's requirements.txt names, in an environment of
// their own under .cache. Where Python is not installed what needs it is left out on a developer's machine, and fails in CI.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '.cache');

function run(command: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
}

/** The interpreter that has what `folder`/requirements.txt lists; installed the first time, and when the list changes. */
export function pythonWith(folder: string, name: string): string {
  const venv = join(cache, name, 'python');
  const python = join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const wanted = join(folder, 'requirements.txt');
  const installed = join(venv, 'installed.txt');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(wanted, 'utf8')) return python;
  mkdirSync(dirname(venv), { recursive: true });
  if (!existsSync(python)) run('python3', ['-m', 'venv', venv]);
  run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-r', wanted]);
  copyFileSync(wanted, installed);
  return python;
}
