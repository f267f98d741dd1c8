/** Counts wrong passwords over the whole form: past so many within the time, no further one is looked at. */
export class WrongGuesses {
  private readonly at: number[] = [];

  constructor(
    private readonly most = 20,
    /** Milliseconds. */
    private readonly within = 300_000,
    private readonly now: () => number = Date.now,
  ) {}

  get tooMany(): boolean {
    const since = this.now() - this.within;
    while (this.at[0] !== undefined && this.at[0] < since) this.at.shift();
    return this.at.length >= this.most;
  }

  count(): void {
    this.at.push(this.now());
  }
}
