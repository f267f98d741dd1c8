import { recordUpkeepIn } from '@covenant/commands';
import type { UpkeepAct } from '@covenant/domain';
import { type KafkaLog, kafkaClient, kafkaConnectionOf } from '@covenant/event-feed';
import { ConfigurationError, type Environment, readSettings } from '@covenant/platform';
import { deadLetters, type Lying, type Outcome, replay, settle } from './letters.js';

export const help = `npm run dead-letters -- list            Records that could not be taken in and wait; exit status 1 when there are any.
npm run dead-letters -- list --all      Those that were dealt with as well.
npm run dead-letters -- replay          Sends those that wait again, oldest first, as far as this version can read them.
npm run dead-letters -- settle NUMBER   Passes over everything up to that letter: its events are known to be there.

The brokers are those of KAFKA_BROKERS, with its KAFKA_TLS and KAFKA_SASL settings; the topic is KAFKA_TOPIC.`;

/** What the command was given cannot be done; `message` is for the person at the terminal. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/**
 * Does what the arguments say and gives the exit status: 0 done, 1 letters still wait.
 * @throws UsageError, ConfigurationError, LookFailed
 */
export async function deadLettersCommand(
  args: readonly string[],
  environment: Environment,
  say: (line: string) => void,
  log: KafkaLog,
): Promise<0 | 1> {
  if (args.includes('--help')) {
    say(help);
    return 0;
  }
  const [verb, ...rest] = args;
  const settings = readSettings(environment);
  const { kafkaTopic: topic } = settings;
  // These commands need the brokers alone; where the settings name the store too, what was done is recorded there.
  const record = (act: UpkeepAct): Promise<void> => recordUpkeepIn(settings, { databaseUrl: settings.databaseUrl, name: 'covenant-dead-letters' }, act, say);
  const connection = await kafkaConnectionOf(settings);
  if (connection === undefined) throw new ConfigurationError([{ name: 'KAFKA_BROKERS', detail: 'must name the brokers' }]);
  const kafka = kafkaClient(connection, log);
  if (verb === 'list' && (rest.length === 0 || rest.join() === '--all')) {
    const letters = await deadLetters(kafka, topic);
    const shown = letters.filter(({ done }) => !done || rest.length > 0);
    for (const letter of shown) say(described(letter));
    const waiting = letters.filter(({ done }) => !done).length;
    say(waiting === 0 ? 'No dead letter waits.' : `${waiting} ${waiting === 1 ? 'dead letter waits' : 'dead letters wait'}.`);
    return waiting === 0 ? 0 : 1;
  }
  if (verb === 'replay' && rest.length === 0) {
    const outcomes: Outcome[] = [];
    await replay(kafka, topic, (letter, outcome) => {
      outcomes.push(outcome);
      say(`${letter.number}: ${told(letter, outcome)}`);
    }, new AbortController().signal);
    if (outcomes.length === 0) say('No dead letter waits.');
    const sent = outcomes.filter((outcome) => outcome === 'sent').length;
    if (sent > 0) await record({ act: 'dead-letters-replayed', detail: `${sent}` });
    return outcomes.includes('still unreadable') ? 1 : 0;
  }
  const [number = ''] = rest;
  if (verb === 'settle' && rest.length === 1 && /^\d{1,18}$/.test(number)) {
    if (!(await deadLetters(kafka, topic)).some((letter) => letter.number === BigInt(number))) {
      throw new UsageError(`There is no dead letter ${number}.`);
    }
    await settle(kafka, topic, BigInt(number), new AbortController().signal);
    await record({ act: 'dead-letters-settled', detail: `up to ${number}` });
    say(`Everything up to ${number} is settled.`);
    return 0;
  }
  throw new UsageError(`Usage:\n${help}`);
}

const described = ({ number, done, reason, detail, consumer, partition, offset, headers }: Lying): string => {
  const id = headers['ce_id'];
  const type = headers['ce_type'];
  const event = id === undefined ? '' : ` · event ${String(id)}${type === undefined ? '' : ` (${String(type)})`}`;
  return `${number}: ${reason}, ${consumer}: ${detail} · partition ${partition}, offset ${offset}${event}${done ? ' · done' : ''}`;
};

function told(letter: Lying, outcome: Outcome): string {
  switch (outcome) {
    case 'sent':
      return `sent again to partition ${letter.partition}`;
    case 'still unreadable':
      return `this version cannot read it either (${letter.detail}); it stays, with those after it`;
    case 'resume':
      return `${letter.consumer} stopped over it: npm run projections -- resume ${letter.consumer}`;
    default:
      return outcome satisfies never;
  }
}
