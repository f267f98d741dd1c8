import {
  type DeadLetter,
  deadLetterIn,
  deadLettersOf,
  extentOf,
  look,
  partitionsOf,
  readRecord,
  Sender,
  UnreadableRecord,
  withAdmin,
} from '@covenant/event-feed';
import type { Kafka } from 'kafkajs';

/** A dead letter where it lies: `number` is its offset in the topic of dead letters, by which a person names it. */
export interface Lying extends DeadLetter {
  readonly number: bigint;
  /** It was sent again, or settled otherwise. */
  readonly done: boolean;
}

/**
 * What was sent again is remembered in the topic of dead letters itself, by a record that says so: all before the
 * number that it names are done.
 */
const doneHeader = 'done_before';

/** All dead letters of a topic, oldest first; empty when there never was one. @throws LookFailed */
export async function deadLetters(kafka: Kafka, topic: string): Promise<readonly Lying[]> {
  const dead = deadLettersOf(topic);
  const extent = await withAdmin(kafka, async (admin) =>
    (await partitionsOf(admin, dead)) === undefined ? undefined : (await extentOf(admin, dead)).get(0),
  );
  if (extent === undefined) return [];
  const letters: Omit<Lying, 'done'>[] = [];
  let done = 0n;
  await look({
    kafka,
    topic: dead,
    ranges: new Map([[0, { from: extent.low, to: extent.high }]]),
    onRecord: (_partition, message) => {
      const letter = deadLetterIn(message);
      if (letter !== undefined) letters.push({ ...letter, number: BigInt(message.offset) });
      const before = String(message.headers?.[doneHeader] ?? '');
      if (/^\d{1,18}$/.test(before) && BigInt(before) > done) done = BigInt(before);
    },
  });
  return letters.map((letter) => ({ ...letter, done: letter.number < done }));
}

export type Outcome =
  /** It went out again, as it was. A consumer that has its event by now, healed from the store, skips it. */
  | 'sent'
  /** This version of the code cannot read it either: it would come back. It stays, and so do those after it. */
  | 'still unreadable'
  /** A projection stopped over it: not the record has to come again, but the projection has to try again. */
  | 'resume';

/**
 * Sends the waiting letters again to where they came from, oldest first, up to the first that this code cannot read
 * either. `tell` is called for each. @throws LookFailed; the error of the brokers
 */
export async function replay(
  kafka: Kafka,
  topic: string,
  tell: (letter: Lying, outcome: Outcome) => void,
  signal: AbortSignal,
): Promise<void> {
  const waiting = (await deadLetters(kafka, topic)).filter(({ done }) => !done);
  const sender = new Sender({ kafka });
  try {
    for (const letter of waiting) {
      const outcome = judged(letter);
      if (outcome === 'sent') {
        const { partition, key, value, headers } = letter;
        await sender.send(topic, [{ partition, key, value, headers }], signal);
      }
      tell(letter, outcome);
      if (outcome === 'still unreadable') return;
      await remember(sender, topic, letter.number, signal);
    }
  } finally {
    await sender.close();
  }
}

function judged(letter: Lying): Outcome {
  if (letter.reason === 'projection-stopped') return 'resume';
  try {
    readRecord(letter);
    return 'sent';
  } catch (error) {
    if (error instanceof UnreadableRecord) return 'still unreadable';
    throw error;
  }
}

/** Passes over every letter up to this one, once their events are known to be in the read models. */
export async function settle(kafka: Kafka, topic: string, number: bigint, signal: AbortSignal): Promise<void> {
  const sender = new Sender({ kafka });
  try {
    await remember(sender, topic, number, signal);
  } finally {
    await sender.close();
  }
}

async function remember(sender: Sender, topic: string, number: bigint, signal: AbortSignal): Promise<void> {
  const headers = { [doneHeader]: String(number + 1n) };
  await sender.send(deadLettersOf(topic), [{ partition: 0, key: null, value: null, headers }], signal);
}
