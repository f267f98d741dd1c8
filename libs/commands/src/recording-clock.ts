/** The times that the ledger records: never running backward, so that a later decision never looks older. */
export class RecordingClock {
  private last: number;

  /** @param newest time of the store's newest entry, so that a machine whose clock was set back goes on from there */
  constructor(
    private readonly now: () => number = Date.now,
    newest?: string,
  ) {
    this.last = newest === undefined ? 0 : Date.parse(newest);
  }

  /** RFC 3339 UTC with milliseconds. */
  next(): string {
    this.last = Math.max(this.last, this.now());
    return new Date(this.last).toISOString();
  }
}
