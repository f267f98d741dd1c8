import { aggregateNames, type AggregateName } from '@covenant/domain';

export interface RecordAddress {
  readonly aggregate: AggregateName;
  readonly recordId: string;
}

const uuidLength = 36;
const names: ReadonlySet<string> = new Set(aggregateNames);
const isAggregate = (name: string): name is AggregateName => names.has(name);

export const streamOf = (aggregate: AggregateName, recordId: string): string => `${aggregate}-${recordId}`;

/** Takes `<aggregate>-<uuid>` apart; undefined when it is no record's stream. */
export function addressOf(stream: string): RecordAddress | undefined {
  const cut = stream.length - uuidLength;
  const name = stream.slice(0, Math.max(0, cut - 1));
  if (cut < 2 || stream[cut - 1] !== '-' || !isAggregate(name)) return undefined;
  return { aggregate: name, recordId: stream.slice(cut) };
}
