import { aggregateNamed, streamOf, type AnyAggregate, type DomainCommand } from '@covenant/domain';

/** Keeps commands apart over processes, as `Holds` does within one. */
export interface Apart {
  /** `work` is told whether it has to read afresh what it names. */
  pass<T>(named: readonly string[], work: (afresh: boolean) => Promise<T>): Promise<T>;
  alone<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/**
 * What a command holds while it is decided and written: the offices that it names, shared with others, and its own
 * office alone where it ends it or makes it part of another; what is destroyed, alone, while others share what they keep. Each rests on what is
 * true of other records.
 */
export const holdsOf = (
  aggregate: AnyAggregate,
  command: DomainCommand,
  state: { readonly status: string },
  id: string,
): { readonly shared: readonly string[]; readonly alone: string | undefined } => {
  const named = aggregate.references(command, state, id);
  const erased = aggregate.irrevocable?.includes(command.type) === true ? named.find((one) => aggregateNamed(one.aggregate).keeping !== undefined) : undefined;
  if (erased !== undefined) return { shared: [], alone: streamOf(erased.aggregate, erased.id) };
  if (aggregate.keeping?.includes(command.type) === true) return { shared: [streamOf(aggregate.name, id)], alone: undefined };
  const shared = named.filter((one) => one.aggregate === 'duty-bearer').map((one) => streamOf(one.aggregate, one.id));
  const ends = aggregate.asks(command, id).some(({ about }) => about === 'open-duties');
  const ties = aggregate.name === 'duty-bearer' && command.type !== aggregate.begins && shared.length > 0;
  return { shared, alone: ends || ties ? streamOf(aggregate.name, id) : undefined };
};

/** One command while it holds names. */
interface Turn {
  readonly over: Promise<void>;
  end(this: void): void;
}

interface Hold {
  /** Over when nobody holds the name alone any more. */
  alone: Promise<void> | undefined;
  sharing: Set<Turn>;
}

/**
 * Keeps a command that ends something apart from those that name it: a name is held by any number who share it, or by
 * one alone. Without this, an office could be dissolved as free of duties while it is given one, two offices could
 * become each other's parts, and words could be erased while a hold on them is recorded.
 *
 * All names of a command are taken in one step, first come, first served, so nobody waits in a circle. It reaches as
 * far as this process does.
 */
export class Holds {
  private readonly holds = new Map<string, Hold>();

  async run<T>(shared: readonly string[], alone: string | undefined, work: () => Promise<T>): Promise<T> {
    if (shared.length === 0 && alone === undefined) return work();
    const turn = newTurn();
    const before: Promise<void>[] = [];
    for (const name of shared) {
      const hold = this.of(name);
      if (hold.alone !== undefined) before.push(hold.alone);
      hold.sharing.add(turn);
    }
    if (alone !== undefined) {
      const hold = this.of(alone);
      if (hold.alone !== undefined) before.push(hold.alone);
      for (const other of hold.sharing) if (other !== turn) before.push(other.over);
      hold.alone = turn.over;
      hold.sharing = new Set();
    }
    try {
      if (before.length > 0) await Promise.all(before);
      return await work();
    } finally {
      turn.end();
      for (const name of alone === undefined ? shared : [...shared, alone]) this.leave(name, turn);
    }
  }

  /** Names that are held. */
  get size(): number {
    return this.holds.size;
  }

  private of(name: string): Hold {
    const known = this.holds.get(name) ?? { alone: undefined, sharing: new Set() };
    this.holds.set(name, known);
    return known;
  }

  private leave(name: string, turn: Turn): void {
    const hold = this.holds.get(name);
    if (hold === undefined) return;
    hold.sharing.delete(turn);
    if (hold.alone === turn.over) hold.alone = undefined;
    if (hold.alone === undefined && hold.sharing.size === 0) this.holds.delete(name);
  }
}

const newTurn = (): Turn => {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { over, end };
};
