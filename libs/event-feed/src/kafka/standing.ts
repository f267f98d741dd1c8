import { type Position, START } from '@covenant/event-store';
import type { Place } from '../port.js';
import type { FeedRecord } from './record.js';

/** Where a consumer stands on a partition: all that is needed to judge the next record, wherever it lies. */
export interface Standing {
  /** Offset to read from. Only a hint: records are judged by their positions, so a wrong one costs time, not events. */
  readonly offset: bigint;
  /** Position of the partition's newest event that was delivered; `START` before the first. */
  readonly last: Position;
  /** Everything of this partition at or before it was delivered. Never before `last`. */
  readonly position: Position;
  /** Entries of the store, over all partitions, at or before `position`. */
  readonly entries: number;
}

export const beginning: Standing = { offset: 0n, last: START, position: START, entries: 0 };

/** Topic and places cannot both be of this ledger. Nothing is delivered any more; a person must look. */
export class FeedContradiction extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FeedContradiction';
  }
}

const form = /^kafka:(\d{1,6}):(\d{1,19}):(-1|\d{1,39}):(-1|\d{1,39}):(\d{1,15})$/;

/** The token names the number of partitions, because another number puts other cities on this one. */
export function placeOf(partition: number, partitions: number, standing: Standing, position: Position): Place {
  const { offset, last, position: reached, entries } = standing;
  return { partition, position, token: `kafka:${partitions}:${offset}:${last}:${reached}:${entries}` };
}

/** @throws FeedContradiction for a place that is another feed's, or of a topic with another number of partitions */
export function standingOf({ partition, position, token }: Place, partitions: number): Standing {
  const [, count, offset, last, reached, entries] = form.exec(token) ?? [];
  if (offset === undefined || last === undefined || reached === undefined) {
    throw new FeedContradiction(
      `the place ${position}, ${JSON.stringify(token)} of partition ${partition} is not one of the Kafka feed's: rebuild the read models`,
    );
  }
  if (Number(count) !== partitions) {
    throw new FeedContradiction(`the places are of ${count} partitions, the topic has ${partitions}: rebuild the read models`);
  }
  return { offset: BigInt(offset), last: BigInt(last), position: BigInt(reached), entries: Number(entries) };
}

/**
 * What a record is to somebody who stands there. `known`: it brings nothing that was not delivered. `next`: the
 * standing after it. `gap`: events are missing before it; `upTo` is the position of the last thing to look for.
 */
export type Judgement =
  | { readonly kind: 'known' }
  | { readonly kind: 'next'; readonly standing: Standing }
  | { readonly kind: 'gap'; readonly upTo: Position };

/** @throws FeedContradiction */
export function judge(standing: Standing, record: FeedRecord, offset: bigint): Judgement {
  const { last, position } = standing;
  const at = record.kind === 'event' ? record.event.position : record.position;
  if (at <= last || (record.kind === 'watermark' && at <= position)) return { kind: 'known' };
  if (at <= position) {
    throw new FeedContradiction(`the event at ${at} comes after it was said that there is none up to ${position}`);
  }
  if (record.previous < last) {
    throw new FeedContradiction(`the record at ${at} follows ${record.previous}, and not ${last}, which came before it`);
  }
  if (record.previous >= at && record.kind === 'event') {
    throw new FeedContradiction(`the record at ${at} says that it follows ${record.previous}`);
  }
  if (record.previous > last) return { kind: 'gap', upTo: record.kind === 'event' ? at - 1n : at };
  return record.kind === 'event'
    ? { kind: 'next', standing: { offset: offset + 1n, last: at, position: at, entries: record.event.entry + 1 } }
    : { kind: 'next', standing: { offset: offset + 1n, last, position: at, entries: record.entries } };
}
