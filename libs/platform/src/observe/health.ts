/** One thing that the process needs, as it stands. `detail` is for an operator; it names no address and no secret. */
export interface Health {
  readonly status: 'up' | 'down';
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Contributor {
  readonly name: string;
  check(): Promise<Health>;
}

export interface HealthReport {
  readonly status: 'up' | 'down';
  readonly parts: Readonly<Record<string, Health>>;
}

const patience = 2_000;

/** Asks every contributor at once; one that does not answer within 2 s, or throws, is down. */
export const readiness = async (contributors: readonly Contributor[]): Promise<HealthReport> => {
  const parts = await Promise.all(contributors.map(async (one) => [one.name, await ask(one)] as const));
  return {
    status: parts.every(([, { status }]) => status === 'up') ? 'up' : 'down',
    parts: Object.fromEntries(parts),
  };
};

const ask = async (contributor: Contributor): Promise<Health> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Health>((resolve) => {
    timer = setTimeout(() => resolve(down('no answer within two seconds')), patience);
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
