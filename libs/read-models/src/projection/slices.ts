/** Rows a statement: some milliseconds of work here, and as much in PostgreSQL. */
const size = 1_000;

/**
 * Sends rows in slices: each statement is on its way while the next is being made, and whatever else this process has
 * to do gets a turn in between. Resolves when all were answered. `send` is called in order and must not wait before it
 * has asked for its statements.
 */
export async function inSlices<T>(items: readonly T[], send: (slice: readonly T[]) => Promise<void>): Promise<void> {
  const sent: Promise<void>[] = [];
  for (let at = 0; at < items.length; at += size) {
    if (at > 0) await othersTurn();
    const sending = send(items.slice(at, at + size));
    // Met below; a failure must not count as unheard until then.
    sending.catch(() => undefined);
    sent.push(sending);
  }
  await Promise.all(sent);
}

const othersTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
