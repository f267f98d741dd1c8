/** One thing that the process needs, as it stands. `detail` is for an operator; it names no address and no secret. */
export interface Health {
  readonly status: 'up' | 'down';
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Contributor {
  readonly name: string;
  /** False for what is shown and does not take this process out of service when it is down. Default true. */
  readonly needed?: boolean;
  check(): Promise<Health>;
}

export interface HealthReport {
  readonly status: 'up' | 'down';
  readonly parts: Readonly<Record<string, Health>>;
}

/**
 * Asks every contributor at once; one that does not answer in time, or throws, is down.
 * @param patience milliseconds
 */
export const readiness = async (contributors: readonly Contributor[], patience = 2_000): Promise<HealthReport> => {
  const parts = await Promise.all(contributors.map(async (one) => [one.name, await ask(one, patience)] as const));
  return {
    status: contributors.every(({ needed }, index) => needed === false || parts[index]?.[1].status === 'up') ? 'up' : 'down',
    parts: Object.fromEntries(parts),
  };
};

const ask = async (contributor: Contributor, patience: number): Promise<Health> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve(down('no answer in time')), patience);
  });
  try {
    return await Promise.race([contributor.check(), late]);
  } catch (error) {
    return down(error instanceof Error ? error.name : 'unknown failure');
  } finally {
    clearTimeout(timer);
  }
};

const down = (reason: string): Health => ({ status: 'down', detail: { reason } });
