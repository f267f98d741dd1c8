/** Tells whoever waits in this process that projections moved. Holds no state: the places are in the database. */
export class Progress {
  private readonly listeners = new Set<() => void>();

  /** Returns how to stop listening. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  moved(): void {
    for (const listener of this.listeners) listener();
  }
}
