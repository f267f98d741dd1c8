import type { FrontDoor } from './front-door.js';
import type { Planned, Planner, Setting, Step } from './planned.js';
import type { Row } from './rows.js';

/** What became of the rows of a file. */
export interface Count {
  taken: number;
  repeated: number;
  refused: number;
  /** About another State, or addressed to others. */
  aside: number;
  /** Words that no mapping table knows, with how many rows used them. */
  readonly unknownWords: Map<string, number>;
}

export interface TakeOptions {
  readonly door: FrontDoor;
  readonly setting: Setting;
  readonly plan: Planner;
  /** Identities that the city holds already, completely. */
  readonly known: ReadonlySet<string>;
  /** Commands on their way at once. */
  readonly lanes: number;
  /** Hears of every row that was refused. */
  readonly onRefused: (line: number, reason: string) => void;
  readonly onRow: (count: Count, line: number) => void;
}

const plurals = { obligation: 'obligations', commitment: 'commitments' } as const;

/**
 * Takes rows through the front door. A row counts as repeated when the city holds it already or it stands in the
 * file before; a refused one is named and the others go in.
 * @throws NoLedger, UnusableFile: what was taken until then stays, and a second run goes on from there
 */
export async function take(rows: AsyncIterable<Row>, options: TakeOptions): Promise<Count> {
  const count: Count = { taken: 0, repeated: 0, refused: 0, aside: 0, unknownWords: new Map() };
  const seen = new Set(options.known);
  const underway = new Set<Promise<void>>();
  let failure: Error | undefined;

  const refuse = (line: number, reason: string): void => {
    count.refused += 1;
    options.onRefused(line, reason);
  };
  const carry = async (line: number, planned: Planned): Promise<void> => {
    const outcome = await send(planned, options);
    if (outcome === 'taken') count.taken += 1;
    else if (outcome === 'repeated') count.repeated += 1;
    else refuse(line, outcome.refused);
    options.onRow(count, line);
  };

  for await (const row of rows) {
    if (failure !== undefined) break;
    const planned = 'broken' in row ? { refused: row.broken } : options.plan(row.cells, options.setting);
    if (planned === undefined) count.aside += 1;
    else if ('refused' in planned) refuse(row.line, planned.refused);
    else if (seen.has(planned.identity)) count.repeated += 1;
    else {
      seen.add(planned.identity);
      for (const word of planned.unknownWords) count.unknownWords.set(word, (count.unknownWords.get(word) ?? 0) + 1);
      const work = carry(row.line, planned)
        .catch((error: unknown) => (failure ??= error instanceof Error ? error : new Error(String(error))))
        .then(() => void underway.delete(work));
      underway.add(work);
      if (underway.size >= options.lanes) await Promise.race(underway);
    }
    options.onRow(count, row.line);
  }
  await Promise.all(underway);
  if (failure !== undefined) throw failure;
  return count;
}

async function send({ identity, steps }: Planned, { door, setting }: TakeOptions): Promise<'taken' | 'repeated' | { readonly refused: string }> {
  let id: string | undefined;
  let written = 0;
  for (const [index, step] of steps.entries()) {
    const key = keyOf(setting.cityId, identity, index);
    const path: string = id === undefined ? `/v1/${plurals[step.aggregate]}` : `/v1/${plurals[step.aggregate]}/${id}/${step.command.type}`;
    const sent = await door.send(path, bodyOf(step), key);
    if ('refused' in sent) return sent;
    if ('known' in sent) return 'repeated';
    if (!sent.repeated) written += 1;
    id ??= sent.id;
  }
  return written > 0 ? 'taken' : 'repeated';
}

/** The same row for the same city always has the same keys, whatever file and run it comes in. */
export const keyOf = (cityId: string, identity: string, step: number): string => `import:${cityId}:${identity}:${step}`;

const bodyOf = ({ command, effectiveOn }: Step): object => ({
  ...command.data,
  ...(effectiveOn === undefined ? {} : { effectiveOn }),
});
