/** Long enough for a machine with ten times more to do than it can; what takes longer hangs. */
const limit = 150_000;

/** Conditions that other work makes true, looked at whenever that work says that something changed. */
export class Waiting {
  private readonly waiting = new Set<() => void>();

  changed(): void {
    for (const look of [...this.waiting]) look();
  }

  /** @throws with what it waited for, and how that stands, once nothing made it true for too long */
  async until(condition: () => boolean, what: () => string): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    let look = (): void => undefined;
    const come = new Promise<void>((resolve, reject) => {
      look = () => {
        if (condition()) resolve();
      };
      timer = setTimeout(() => reject(new Error(`waited ${limit / 1_000} s: ${what()}`)), limit).unref();
    });
    this.waiting.add(look);
    look();
    try {
      await come;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(look);
    }
  }
}
