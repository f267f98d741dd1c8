import { type Beat, type Contributor, readBeats } from '@covenant/platform';
import type { Pool } from 'pg';
import { Gauge, type Registry } from 'prom-client';
import type { NotaryHealth } from './engine/notary.js';
import { notaryHealth } from './health.js';

/** How the public log stands, whichever process signs it. */
export type LogStanding = () => Promise<NotaryHealth>;

export const LOG_STANDING = Symbol('log standing');

/** Nobody signs, as far as is known. */
const nobody: NotaryHealth = { state: 'retrying', size: 0, lag: 0, reason: 'no notary has been heard of for a while' };

/** What the notary that holds the log said of itself last, for a process that only serves the log. */
export const standingElsewhere =
  (pool: Pick<Pool, 'query'>): LogStanding =>
  async () => {
    const said = (await readBeats(pool, ['notary'])).flatMap(healthIn);
    return said.find(({ state }) => state === 'following') ?? said.find(({ state }) => state !== 'standby') ?? nobody;
  };

/** The log as this process's readiness shows it: what another signs takes nobody out of service. */
export const standingHealth = (standing: LogStanding): Contributor => ({
  name: 'public-log',
  needed: false,
  check: async () => {
    const health = await standing();
    return health === nobody ? { status: 'down', detail: { ...nobody } } : notaryHealth({ health: () => health }).check();
  },
});

/** The same figures that the notary itself has, asked whenever somebody reads them. */
export function standingFigures(registry: Registry, standing: LogStanding): void {
  const gauge = (name: string, help: string, read: (health: NotaryHealth) => number): void => {
    const shown: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: async () => shown.set(read(await standing())),
    });
  };
  gauge('covenant_log_size', 'Entries under the newest published checkpoint', ({ size }) => size);
  gauge('covenant_log_quorum', '1 when the newest checkpoint has the quorum of witnesses that the policy asks for, or it asks for none', ({ witnesses }) =>
    witnesses?.quorum === false ? 0 : 1,
  );
}

const healthIn = ({ alive, report }: Beat): readonly NotaryHealth[] => {
  const detail = report.parts['public-log']?.detail;
  return alive && detail !== undefined && isHealth(detail) ? [detail] : [];
};

const isHealth = (detail: object): detail is NotaryHealth =>
  'state' in detail && typeof detail.state === 'string' && 'size' in detail && typeof detail.size === 'number';
