// The wire form of a group of appends: what `ledger.append` takes and what it answers. Pure.
import { EventIdConflict, WrongExpectedRevision } from '../errors.js';
import type { Appended, ExpectedRevision } from '../port.js';
import type { StoredForm } from '../stored-form.js';

/** One call of `append`, ready to be sent. */
export interface PendingAppend {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly StoredForm[];
}

export type Outcome = { readonly appended: Appended } | { readonly refused: Error };

/** U+001F: JSON escapes it, and names of streams and types are checked for it. */
const separator = '\u001f';

const firstRevision = ({ expected }: PendingAppend): number => (expected === 'no-stream' ? 0 : expected + 1);

/** How many parameters `ledger.append` takes. */
export const parameters = 8;

/** Parameters of `ledger.append`, in its order. */
export function encodeBatch(batch: readonly PendingAppend[]): readonly string[] {
  const shared = sharing(batch);
  const streams: string[] = [];
  const revisions: number[] = [];
  const codes: number[] = [];
  const ids: string[] = [];
  const owners: number[] = [];
  const types: string[] = [];
  const data: string[] = [];
  const metadata: string[] = [];
  batch.forEach((append, owner) => {
    let revision = firstRevision(append);
    let code = shared.has(append) ? 1 : 0;
    for (const event of append.events) {
      streams.push(append.stream);
      revisions.push(revision);
      codes.push(code);
      ids.push(event.id);
      owners.push(owner);
      types.push(event.type);
      data.push(event.data);
      metadata.push(event.metadata);
      revision += 1;
      code = 2;
    }
  });
  return [
    streams.join(separator),
    revisions.join(),
    codes.join(),
    ids.join(),
    owners.join(),
    types.join(separator),
    data.join(separator),
    metadata.join(separator),
  ];
}

/** The appends that name a stream or an id which another of the same batch names too. */
function sharing(batch: readonly PendingAppend[]): ReadonlySet<PendingAppend> {
  const streams = new Map<string, PendingAppend>();
  const ids = new Map<string, PendingAppend>();
  const shared = new Set<PendingAppend>();
  const note = (first: Map<string, PendingAppend>, key: string, append: PendingAppend): void => {
    const other = first.get(key);
    if (other === undefined) first.set(key, append);
    else if (other !== append) shared.add(other).add(append);
  };
  for (const append of batch) {
    note(streams, append.stream, append);
    for (const { id } of append.events) note(ids, id, append);
  }
  return shared;
}

/** What `set_aside` says of one append. Positions are decimal strings. */
type SetAside = { readonly owner: number } & (
  | { readonly outcome: 'appended'; readonly revision: number; readonly position: string }
  | { readonly outcome: 'repeated'; readonly revision: number; readonly positions: readonly string[] }
  | { readonly outcome: 'wrong-revision'; readonly actual: number | null }
  | { readonly outcome: 'id-conflict'; readonly id: string }
);

/** The answer of `ledger.append`: the position before the batch, and JSON about the appends that were not clean. */
export interface BatchAnswer {
  readonly base: string;
  readonly setAside: string | null;
}

/** One outcome for each append of the batch, in its order, and the head after it. */
export function decodeBatch(
  batch: readonly PendingAppend[],
  answer: BatchAnswer,
): { readonly outcomes: readonly Outcome[]; readonly head: bigint } {
  const aside = new Map<number, SetAside>();
  if (answer.setAside !== null) {
    for (const each of JSON.parse(answer.setAside) as readonly SetAside[]) aside.set(each.owner, each);
  }
  let head = BigInt(answer.base);
  const outcomes = batch.map((append, owner): Outcome | SetAside => {
    const each = aside.get(owner);
    if (each) return each;
    const position = head + 1n;
    head += BigInt(append.events.length);
    return { appended: recorded(append, firstRevision(append), position) };
  });
  return {
    outcomes: outcomes.map((outcome, index) => {
      const append = batch[index];
      if (append === undefined || !('owner' in outcome)) return outcome as Outcome;
      if (outcome.outcome === 'appended') head += BigInt(append.events.length);
      return settle(append, outcome);
    }),
    head,
  };
}

function settle(append: PendingAppend, aside: SetAside): Outcome {
  switch (aside.outcome) {
    case 'appended':
      return { appended: recorded(append, aside.revision, BigInt(aside.position)) };
    case 'repeated': {
      const events = append.events.map(({ id }, index) => ({
        id,
        revision: aside.revision + index,
        position: BigInt(aside.positions[index] ?? ''),
      }));
      return { appended: { events, repeated: true } };
    }
    case 'wrong-revision':
      return { refused: new WrongExpectedRevision(append.stream, append.expected, aside.actual ?? undefined) };
    case 'id-conflict':
      return { refused: new EventIdConflict(append.stream, aside.id) };
  }
}

const recorded = ({ events }: PendingAppend, revision: number, position: bigint): Appended => ({
  events: events.map(({ id }, index) => ({ id, revision: revision + index, position: position + BigInt(index) })),
  repeated: false,
});
