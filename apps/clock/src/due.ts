import { aggregateNamed, todayIn, type AggregateName, type DomainCommand } from '@covenant/domain';
import type { DueAfter, DueRecord } from '@covenant/read-models';
import { clockActor, type FrontDoor } from './front-door.js';
import type { ClockReads } from './reads.js';

const pageSize = 500;
/** The zone where each day begins first: what is due there may be due nowhere else yet. */
const earliestZone = 'Pacific/Kiritimati';

/** Looks through everything whose day may have come, and sends what the domain says is due. Gives how much was sent. */
export const sendWhatIsDue = async (reads: ClockReads, door: FrontDoor, now: string, signal: AbortSignal): Promise<number> => {
  const until = todayIn(earliestZone, now);
  let after: DueAfter | undefined;
  let sent = 0;
  for (;;) {
    const page = await reads.due(until, pageSize, after);
    for (const due of page) {
      if (signal.aborted) return sent;
      sent += await sendFor(reads, door, due, now);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return sent;
    after = { on: last.on, id: last.id };
  }
};

const sendFor = async (reads: ClockReads, door: FrontDoor, due: DueRecord, now: string): Promise<number> => {
  const today = todayIn(await reads.timeZone(due.cityId), now);
  if (due.on > today) return 0;
  const record = await reads.record(due.aggregate, due.id);
  if (record === undefined) return 0;
  let sent = 0;
  for (const command of aggregateNamed(due.aggregate).dueActs(record.state, today)) {
    const outcome = await door.send({
      aggregate: due.aggregate,
      id: due.id,
      command,
      actor: clockActor,
      idempotencyKey: keyOf(due.aggregate, due.id, record.revision, command),
    });
    if (outcome === 'recorded') sent += 1;
  }
  return sent;
};

/** Names the command, and the state it was derived from: the same date may fall due again after a reopening. */
const keyOf = (aggregate: AggregateName, id: string, revision: number, { type, data }: DomainCommand): string =>
  `clock:${aggregate}-${id}:${revision}:${type}:${Object.values(data).join(':')}`;
