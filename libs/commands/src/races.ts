/** How often a command is decided anew that another writer was ahead of. */
export const attempts = 10;

/** Up to a few milliseconds, growing with each lost race, and never the same for two who lost together. */
export const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * 2 ** Math.min(attempt, 6)));
