/**
 * Closes a client of kafkajs. Its own closing waits for replies that were asked for, and can wait for ever, since it
 * has stopped the clock that would give them up; whatever it says by then is of no use to anybody.
 */
export async function closed(work: Promise<unknown>, limit = 5_000): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limit);
  });
  try {
    await Promise.race([work.then(() => undefined, () => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
}
