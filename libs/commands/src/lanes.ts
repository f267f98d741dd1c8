/**
 * Commands to one record take turns within this process, so that they do not lose races against each other; other
 * processes are kept apart by the store's expected revision. A lane exists while somebody is in it.
 */
export class Lanes {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(name);
    const turn = before === undefined ? work() : before.then(work, work);
    this.tails.set(name, turn);
    const leave = (): void => {
      if (this.tails.get(name) === turn) this.tails.delete(name);
    };
    turn.then(leave, leave);
    return turn;
  }

  get size(): number {
    return this.tails.size;
  }
}
