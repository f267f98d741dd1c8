/** The times that the ledger records: never running backward, so that a later decision never looks older. */
export class RecordingClock {
  private last: number;
  private text: string;

  /** @param newest time of the store's newest entry, so that a machine whose clock was set back goes on from there */
  constructor(
    private readonly now: () => number = Date.now,
    newest?: string,
  ) {
    this.last = newest === undefined ? 0 : Date.parse(newest);
    this.text = new Date(this.last).toISOString();
  }

  /** RFC 3339 UTC with milliseconds. */
  next(): string {
    const now = this.now();
    if (now > this.last) {
      this.last = now;
      this.text = new Date(now).toISOString();
    }
    return this.text;
  }
}
