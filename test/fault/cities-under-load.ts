// Cities whose offices promise and report without end, gently, while their ledger's surroundings break.
import { setTimeout as pause } from 'node:timers/promises';
import { chancesOf } from '../support/chances.js';
import { CrashLoad } from '../support/crash-load.js';
import { Successions } from './successions.js';
import type { Topology } from './topology.js';

const cities = 3;
const lanes = 2;
/** Milliseconds between two orders of a lane: 50 commands a second in all. */
const pace = 120;

export interface UnderLoad {
  readonly loads: readonly CrashLoad[];
  readonly successions: Successions;
}

/** Milliseconds; nine processes start at once, and a loaded machine takes its time. */
const startLimit = 180_000;

/** Registers the cities as soon as the ledger answers. */
export async function citiesUnderLoad(topology: Topology, seed: number): Promise<UnderLoad> {
  const { issuer, issuerUrl } = topology;
  const address = (): string | undefined => topology.member('ledger').address;
  const token = (who: object): Promise<string> =>
    issuer.issue({ subject: 'office:fault-test', roles: ['focal-point', 'staff'], audience: 'covenant', lifetime: 86_400, issuer: issuerUrl, ...who });
  for (const deadline = performance.now() + startLimit; (await topology.member('ledger').readiness())?.parts['event-store']?.status !== 'up'; await pause(50)) {
    if (performance.now() > deadline) throw new Error(`the ledger did not start: ${topology.member('ledger').said}`);
  }
  const anybody = await token({});
  const loads: CrashLoad[] = [];
  let successions: Successions | undefined;
  for (let n = 1; n <= cities; n += 1) {
    const first = new CrashLoad({ address, token: anybody, cityId: '', dutyBearerId: '', chance: () => 0, name: `city-${n}` });
    const city = await first.order('/v1/cities', { name: `Crashville ${n}`, country: 'US', languages: ['en'], timeZone: 'UTC' }, anybody);
    const focalPoint = await token({ cityId: city.id });
    const office = await first.order('/v1/duty-bearers', { cityId: city.id, name: 'Works', kind: 'department' }, focalPoint);
    const staff = await token({ cityId: city.id, dutyBearerId: office.id });
    const load = new CrashLoad({ address, token: staff, cityId: city.id, dutyBearerId: office.id, chance: chancesOf(seed + n), name: `load-${n}`, pace });
    loads.push(load);
    successions ??= new Successions({ load, cityId: city.id, successorId: office.id, token: focalPoint, databaseUrl: topology.engines.databaseUrl });
  }
  if (successions === undefined) throw new Error('there are no cities');
  return { loads, successions };
}

export const pressAll = (loads: readonly CrashLoad[], halt: AbortSignal): Promise<unknown> =>
  Promise.all(loads.map((load) => load.press(lanes, halt)));
