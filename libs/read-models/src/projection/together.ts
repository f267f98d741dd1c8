import { isPassing } from './errors.js';

/**
 * Works of several projections in one transaction: folding of one goes on while the statements of another are under
 * way. Settles when all have. A failure of the moment is told before one that is held against an event.
 */
export async function together(works: readonly Promise<void>[]): Promise<void> {
  const failures = (await Promise.allSettled(works)).flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  if (failures.length > 0) throw failures.find(isPassing) ?? failures[0];
}
