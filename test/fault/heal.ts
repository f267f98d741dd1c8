// Waits until everything stands as if nothing had happened, with nobody's hand on it.
import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '@covenant/platform';
import type { CrashLoad } from '../support/crash-load.js';
import type { Successions } from './successions.js';
import { stateOf, type Topology } from './topology.js';

/** Milliseconds. A loaded machine needs most of it; what does not heal never does. */
const limit = 120_000;

/** A part was not as it must be when the time was over. */
export class NotHealed extends Error {}

/** Gives what it waited for last. @throws NotHealed with what is missing */
export async function heal(topology: Topology, loads: readonly CrashLoad[], successions: Successions): Promise<string> {
  let last = 'commands';
  const deadline = performance.now() + limit;
  await Promise.all(loads.map((load) => load.settle(AbortSignal.timeout(limit)))).catch((error: unknown) => {
    throw new NotHealed(`a command was not acknowledged within ${limit} ms`, { cause: error });
  });
  for (let missing = ['everything']; missing.length > 0; await pause(50)) {
    missing = [...(await notReady(topology)), ...(await successions.open())];
    last = missing[0] ?? last;
    if (missing.length > 0 && performance.now() > deadline) throw new NotHealed(missing.join('; '));
  }
  return last;
}

async function notReady(topology: Topology): Promise<string[]> {
  const reports = await Promise.all(topology.members.map(async (one) => ({ one, report: await one.readiness() })));
  const missing = reports.flatMap(({ one, report }) => {
    if (report === undefined) return [`${one.label} does not answer`];
    const down = Object.entries(report.parts).filter(([, { status }]) => status !== 'up');
    return down.map(([part, { detail }]) => `${one.label}: ${part} is down ${JSON.stringify(detail)}`);
  });
  const states = (kind: string, part: string): string =>
    reports.filter(({ one }) => one.name === kind).map(({ report }) => String(stateOf(report, part))).sort().join();
  if (states('relay', 'relay') !== 'leading,standby') missing.push(`the relays are ${states('relay', 'relay')}`);
  if (states('notary', 'public-log') !== 'following,standby') missing.push(`the notaries are ${states('notary', 'public-log')}`);
  if (missing.length > 0) return missing;
  const of = (kind: string, part: string): readonly Readonly<Record<string, unknown>>[] =>
    reports.filter(({ one }) => one.name === kind).map(({ report }) => report?.parts[part]?.detail ?? {});
  const lag = of('relay', 'relay').find((detail) => detail['state'] === 'leading')?.['lagSeconds'];
  if (lag !== 0) missing.push(`the relay is ${String(lag)} s behind`);
  for (const [projection, standing] of Object.entries(of('ledger', 'projections')[0] ?? {})) {
    const behind = (standing as { readonly lag: number }).lag;
    if (behind !== 0) missing.push(`${projection} is ${behind} positions behind`);
  }
  const [head] = of('ledger', 'event-store').map((detail) => detail['head']);
  const signed = of('notary', 'public-log').find((detail) => detail['state'] === 'following')?.['size'];
  const log = await logged(topology.engines.databaseUrl);
  if (log.position !== head) missing.push(`the log is at ${String(log.position)}, and the store at ${String(head)}`);
  else if (signed !== log.entries) missing.push(`${String(signed)} of the log's ${log.entries} entries are published`);
  return missing;
}

/** How far the log's tables are: the position of its newest entry, and how many there are. */
async function logged(url: string): Promise<{ readonly position: string | undefined; readonly entries: number }> {
  const { rows } = await withClient(url, (client) =>
    client.query<{ position: string | null; entries: string }>('SELECT max(position)::text AS position, count(*) AS entries FROM log.entries'),
  );
  return { position: rows[0]?.position ?? undefined, entries: Number(rows[0]?.entries) };
}
