// Work for the clock: offices that are dissolved while they owe something, so that it passes each duty to the successor.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '@covenant/platform';
import { schema } from '@covenant/read-models';
import type { CrashLoad } from '../support/crash-load.js';

const duties = 2;

export interface SuccessionsOptions {
  readonly load: CrashLoad;
  readonly cityId: string;
  readonly successorId: string;
  /** Of the focal point, who may do all of it. */
  readonly token: string;
  readonly databaseUrl: string;
}

export class Successions {
  /** Commitments whose office is no more. */
  private readonly passing: string[] = [];

  constructor(private readonly options: SuccessionsOptions) {}

  /** Registers an office, lets it promise, and dissolves it. Each step is sent until it is acknowledged. */
  async next(): Promise<void> {
    const { load, cityId, successorId, token } = this.options;
    const office = await load.order('/v1/duty-bearers', { cityId, name: `Office ${randomUUID()}`, kind: 'department' }, token);
    for (let n = 0; n < duties; n += 1) {
      const body = { cityId, dutyBearerId: office.id, title: 'A promise that outlives its office', rights: ['ICESCR-11.1'], dueOn: '2099-12-31' };
      this.passing.push((await load.order('/v1/commitments', body, token)).id);
    }
    await load.order(`/v1/duty-bearers/${office.id}/dissolve`, { reason: 'Merged', successorId }, token);
  }

  /** Those that the clock has yet to pass on, as the read models say. */
  async open(): Promise<string[]> {
    const { databaseUrl, successorId } = this.options;
    const { rows } = await withClient(databaseUrl, (client) =>
      client.query<{ id: string }>(`SELECT id FROM ${schema}.commitments WHERE id = ANY($1) AND body->>'dutyBearerId' = $2`, [this.passing, successorId]),
    );
    const passed = new Set(rows.map(({ id }) => id));
    return this.passing.filter((id) => !passed.has(id)).map((id) => `commitment ${id} waits for the clock`);
  }

  /** Until the clock has passed on all of them. @throws after two minutes, with what waits */
  async passedOn(): Promise<void> {
    for (const deadline = performance.now() + 120_000; ; await pause(50)) {
      const open = await this.open();
      if (open.length === 0) return;
      if (performance.now() > deadline) throw new Error(open.join('; '));
    }
  }

  /** Sentences about duties that were passed on more than once. `types` are those of the store's events, by stream. */
  wrong(types: ReadonlyMap<string, readonly string[]>): string[] {
    return this.passing.flatMap((id) => {
      const times = (types.get(`commitment-${id}`) ?? []).filter((type) => type === 'CommitmentReassigned').length;
      return times === 1 ? [] : [`commitment ${id} was passed on ${times} times`];
    });
  }
}
