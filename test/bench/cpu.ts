// Processor time of a process and all that it started, those that have ended included. A machine that others use as
// well makes rates vary; what a piece of work costs in processor time varies far less. Linux only.
import { readdir, readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';

/** The kernel counts in hundredths of a second. */
const tick = 10_000;

interface Stat {
  readonly parent: number;
  /** Microseconds, its own and of the children that it has waited for. */
  readonly used: number;
}

const statOf = async (pid: string): Promise<Stat | undefined> => {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  // The name is in parentheses and may hold spaces; the fields after it are counted from the state.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const used = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { parent: Number(fields[1]), used: used * tick };
};

/** Who works, by name, and how to read the microseconds that it has used so far. */
export type Workers = Readonly<Record<string, () => Promise<number>>>;

/** Of this process. */
export const here = (): Promise<number> => {
  const { user, system } = process.cpuUsage();
  return Promise.resolve(user + system);
};

export interface Spent {
  /** Microseconds of each since the beginning. */
  readonly by: ReadonlyMap<string, number>;
  readonly all: number;
  readonly elapsed: number;
}

/** Begins to count; what it gives tells what was used since. */
export async function counting(workers: Workers): Promise<() => Promise<Spent>> {
  const read = async (): Promise<Map<string, number>> => {
    const now = new Map<string, number>();
    for (const [name, used] of Object.entries(workers)) now.set(name, await used());
    return now;
  };
  const [before, since] = [await read(), performance.now()];
  return async () => {
    const by = new Map([...(await read())].map(([name, used]) => [name, used - (before.get(name) ?? 0)]));
    return { by, all: [...by.values()].reduce((sum, used) => sum + used, 0), elapsed: (performance.now() - since) * 1_000 };
  };
}

/** E.g. `relay 40.1, server 58.2: 98.3 µs an event, 1.4 of 2 cores`. */
export function costs({ by, all, elapsed }: Spent, events: number): string {
  const each = [...by].map(([name, used]) => `${name} ${(used / events).toFixed(1)}`).join(', ');
  return `${each}: ${(all / events).toFixed(1)} µs an event, ${(all / elapsed).toFixed(2)} cores`;
}

/** Microseconds that the process and its descendants have used so far. */
export const cpuOfTree = async (root: number): Promise<number> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = new Map<number, Stat>();
  for (const pid of pids) {
    const stat = await statOf(pid);
    if (stat !== undefined) stats.set(Number(pid), stat);
  }
  const isIn = (pid: number): boolean => pid === root || (stats.has(pid) && isIn(stats.get(pid)?.parent ?? 0));
  let used = 0;
  for (const [pid, stat] of stats) if (isIn(pid)) used += stat.used;
  return used;
};
