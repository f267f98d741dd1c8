interface Waiting<R> {
  readonly one: string;
  readonly resolve: (answer: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks at once what many ask one by one: who comes while an asking is under way goes with the next. What is answered was
 * always asked after whoever gets it came, so nothing is older than if they had asked alone.
 */
export class Together<R> {
  private waiting: Waiting<R>[] = [];
  private underWay = false;

  /** @param ask gives one answer for all; each of them may be there more than once */
  constructor(private readonly ask: (all: readonly string[]) => Promise<R>) {}

  of(one: string): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ one, resolve, reject });
      if (!this.underWay) void this.goOn();
    });
  }

  private async goOn(): Promise<void> {
    this.underWay = true;
    while (this.waiting.length > 0) {
      // Commands whose requests came in one turn go together from the first.
      await new Promise((resolve) => setImmediate(resolve));
      await this.askFor(this.waiting.splice(0));
    }
    this.underWay = false;
  }

  /** One that cannot be answered fails alone, and nobody with it. */
  private async askFor(all: readonly Waiting<R>[]): Promise<void> {
    try {
      const answer = await this.ask(all.map(({ one }) => one));
      for (const { resolve } of all) resolve(answer);
    } catch (error) {
      if (all.length > 1) for (const one of all) await this.askFor([one]);
      else for (const { reject } of all) reject(error);
    }
  }
}
