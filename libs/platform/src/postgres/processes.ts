// What can be known about a process that is not our child. Linux answers from /proc, others through `ps`.
import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from './errors.js';

const run = promisify(execFile);

/** A running process. `born` is opaque and differs between two processes that had the same pid one after the other. */
export interface Running {
  readonly pid: number;
  readonly born: string;
  readonly command: string;
  readonly folder?: string;
}

/** The process with this pid, or undefined when there is none or only its zombie is left. */
export async function running(pid: number): Promise<Running | undefined> {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

async function fromProc(pid: number): Promise<Running | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; the numbered fields follow the last one. Field 3 is the state,
    // field 22 the start time in ticks since boot (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    return { pid, born: fields[19] ?? '', command, ...(folder === undefined ? {} : { folder }) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ESRCH') return undefined;
    throw error;
  }
}

async function fromPs(pid: number): Promise<Running | undefined> {
  if (process.platform === 'win32') return undefined;
  try {
    const { stdout } = await run('ps', ['-p', String(pid), '-o', 'state=', '-o', 'lstart=', '-o', 'command=']);
    const line = stdout.trim();
    if (line === '' || line.startsWith('Z')) return undefined;
    // `lstart` is five words: Mon Jan  2 15:04:05 2006.
    const words = line.split(/\s+/);
    return { pid, born: words.slice(1, 6).join(' '), command: words.slice(6).join(' ') };
  } catch {
    return undefined;
  }
}

/** Waits until the process is gone, `milliseconds` at the most; whether it is. */
export async function gone(process_: Running, milliseconds: number): Promise<boolean> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const now = await running(process_.pid);
    if (now?.born !== process_.born) return true;
    if (performance.now() > deadline) return false;
    await pause(20);
  }
}
