import { setTimeout as wait } from 'node:timers/promises';
import { MirrorDir } from '../files/mirror-dir.js';
import { withLock } from '../mirror/lock.js';
import { UsageError } from '../cli/exit.js';
import { Findings, inWords, type Report } from '../report/report.js';
import { say, type Said } from '../report/statements.js';
import { Watch, type LookOptions } from './look.js';

export interface MonitorOptions extends LookOptions {
  /** Seconds from one look to the next; undefined for a single look. */
  readonly every?: number;
  readonly signal?: AbortSignal;
  /** Told of each alarm when it is raised, once. */
  readonly alarm?: (said: Said) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Watches a log: whether it forks, goes back, falls silent or brings entries in late. Runs until the signal; the report
 * has every alarm that was raised.
 * @throws UsageError when no key can be had; Unchecked when the log cannot be reached the first time
 */
export async function monitor(url: string, path: string, options: MonitorOptions): Promise<Report> {
  if (!/^https?:\/\//.test(url)) throw new UsageError(`${url} is not an address: it begins with http:// or https://`);
  const { every, signal, now = Date.now } = options;
  return withLock(path, async () => {
    const watch = new Watch(url, new MirrorDir(path), options, now);
    const all = new Findings();
    const raised = new Set<string>();
    let looks = 0;
    do {
      if (looks > 0) await pause((every ?? 0) * 1000, signal);
      if (signal?.aborted === true) break;
      const findings = new Findings();
      await watch.look(findings);
      looks++;
      if (looks === 1) for (const remark of findings.remarks) all.remarks.push(remark);
      for (const said of findings.findings) {
        if (raised.has(once(said))) continue;
        raised.add(once(said));
        all.take(only(said));
        options.alarm?.(said);
      }
    } while (every !== undefined);
    return all.report('monitor', [say('watched', { url, looks, size: watch.size })]);
  });
}

/** The same trouble is one alarm, however long it lasts. */
const once = (said: Said): string => (said.code === 'silent' ? `silent ${said.data.since}` : inWords(said));

function only(said: Said): Findings {
  const findings = new Findings();
  findings.found(said.code, said.data);
  return findings;
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}
