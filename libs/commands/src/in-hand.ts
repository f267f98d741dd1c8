/** How many are in hand, and whether there may be another. */
export class InHand {
  private taken = 0;

  /** @param most by default any number */
  constructor(private readonly most = Infinity) {}

  get size(): number {
    return this.taken;
  }

  get full(): boolean {
    return this.taken >= this.most;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    this.taken += 1;
    try {
      const passing = work();
      passing.then(this.leave, this.leave);
      return passing;
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  private readonly leave = (): void => {
    this.taken -= 1;
  };
}
