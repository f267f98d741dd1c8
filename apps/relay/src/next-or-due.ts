/**
 * What an asynchronous sequence gives, and an empty list whenever `due` milliseconds passed without anything; `due`
 * is asked anew each time, and undefined waits for the sequence alone. One item is read ahead. Ends with the sequence.
 */
export async function* nextOrDue<T>(
  sequence: AsyncIterable<readonly T[]>,
  due: () => number | undefined,
  signal: AbortSignal,
): AsyncGenerator<readonly T[], void, void> {
  const items = sequence[Symbol.asyncIterator]();
  let coming = settled(items.next());
  try {
    for (;;) {
      const item = await either(coming, due());
      if (item === undefined) {
        yield [];
        continue;
      }
      if ('error' in item) throw item.error;
      if (item.result.done === true || signal.aborted) return;
      const value = item.result.value;
      coming = settled(items.next());
      yield value;
    }
  } finally {
    if (signal.aborted) await coming;
  }
}

type Settled<T> = { readonly result: IteratorResult<readonly T[]> } | { readonly error: unknown };

/** A failure waits, as a value, until its turn comes. */
const settled = async <T>(next: Promise<IteratorResult<readonly T[]>>): Promise<Settled<T>> => {
  try {
    return { result: await next };
  } catch (error) {
    return { error };
  }
};

async function either<T>(coming: Promise<T>, milliseconds: number | undefined): Promise<T | undefined> {
  if (milliseconds === undefined) return coming;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([coming, late]);
  } finally {
    clearTimeout(timer);
  }
}
