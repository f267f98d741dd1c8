import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { FakeLog, LoggedEvent } from './log.js';
import { nameOf } from './wire.js';

const backwards = 1;

/** The events that a read (not a subscription) gives, or undefined where the stream does not exist. */
export function eventsOfRead(log: FakeLog, options: Streams.ReadReq.Options): readonly LoggedEvent[] | undefined {
  const count = Number(options.getCount());
  const back = Number(options.getReadDirection()) === backwards;
  const all = options.getAll();
  if (all) {
    const position = all.getPosition();
    const at = position && BigInt(position.getCommitPosition());
    // Forward includes the event at the position; backward starts at the one before it.
    const index = at === undefined ? (all.hasEnd() ? log.all.length : 0) : placeOf(log, at);
    return back ? log.all.slice(Math.max(0, index - count), index).reverse() : log.all.slice(index, index + count);
  }
  const stream = options.getStream();
  const events = log.stream(nameOf(stream?.getStreamIdentifier()));
  const last = events.at(-1)?.revision;
  if (!stream || last === undefined) return undefined;
  const from = stream.hasStart() ? 0n : stream.hasEnd() ? last : BigInt(stream.getRevision());
  const found = events.filter((event) => (back ? event.revision <= from : event.revision >= from));
  return (back ? found.reverse() : found).slice(0, count);
}

/** Where a subscription to `$all` begins: an index into the log. It starts after the position, not at it. */
export function startOfSubscription(log: FakeLog, options: Streams.ReadReq.Options): number {
  const all = options.getAll();
  if (all?.hasEnd()) return log.all.length;
  const position = all?.getPosition();
  if (!position) return 0;
  const at = BigInt(position.getCommitPosition());
  return placeOf(log, at + 1n);
}

/** Index of the first event at or after the position. */
function placeOf(log: FakeLog, at: bigint): number {
  let [low, high] = [0, log.all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((log.all[middle]?.position ?? at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function passes(options: Streams.ReadReq.Options, event: LoggedEvent): boolean {
  const filter = options.getFilter();
  if (!filter) return true;
  const onStream = filter.getStreamIdentifier();
  const expression = onStream ?? filter.getEventType();
  const text = onStream ? event.stream : event.type;
  const prefixes = expression?.getPrefixList() ?? [];
  if (prefixes.length > 0) return prefixes.some((prefix) => text.startsWith(prefix));
  return new RegExp(expression?.getRegex() ?? '').test(text);
}
