import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DeadLetters, eventMessage, ensureTopic, type FedEvent, readRecord, Sender, stoppedLetter, withAdmin } from '@covenant/event-feed';
import { testBroker } from '../../../test/support/kafka/broker.js';
import { noteIn } from '../../../test/support/kafka/events.js';
import { allOf, deleteTopics, newTopic, Said, testKafka } from '../../../test/support/kafka/topics.js';
import { deadLettersCommand } from '../src/dead-letters/command.js';

jest.setTimeout(300_000);

const always = new AbortController().signal;
const event: FedEvent = {
  ...noteIn('018f4d3e-0000-7000-8000-000000000001', 'one'),
  stream: 'commitment-018f4d3e-0000-7000-8000-000000000009',
  revision: 0,
  position: 4n,
  entry: 4,
};
const message = eventMessage(event, { partition: 1, entry: 4, previous: -1n, source: '/' });
const readable = { key: Buffer.from(String(message.key)), value: Buffer.from(String(message.value)), headers: message.headers ?? {} };

/** What is sent again or settled is an act of the operator's, and told where there is no ledger to record it in. */
const unrecorded = 'Not recorded in the ledger: neither DATABASE_URL nor EVENTSTORE_URL names its store.';

describe('npm run dead-letters', () => {
  let topic: string;
  let letters: DeadLetters;
  const written = jest.fn();
  beforeEach(async () => {
    topic = newTopic();
    written.mockClear();
    letters = new DeadLetters({ kafka: testKafka(), topic, replication: 1, onWritten: ({ reason }) => written(reason) });
    await withAdmin(testKafka(), (admin) => ensureTopic(admin, { name: topic, partitions: 2, replication: 1, retention: -1 }));
  });
  afterEach(async () => {
    await letters.close();
    await deleteTopics(topic, `${topic}.dead`);
  });

  const run = async (...args: string[]): Promise<{ status: number; lines: readonly string[] }> => {
    const lines: string[] = [];
    const status = await deadLettersCommand(args, { KAFKA_BROKERS: testBroker().plain, KAFKA_TOPIC: topic }, (line) => lines.push(line), new Said());
    return { status, lines };
  };
  const unreadable = { reason: 'unreadable', consumer: 'read-models', partition: 1, offset: '7', ...readable } as const;

  it('lists nothing where there never was one', async () => {
    expect(await run('list')).toEqual({ status: 0, lines: ['No dead letter waits.'] });
    expect(await run('replay')).toEqual({ status: 0, lines: ['No dead letter waits.'] });
  });

  it('lists those that wait, with the reason, and sends them again as they were', async () => {
    await letters.write({ ...unreadable, detail: 'it was the code' }, always);
    await letters.write({ ...unreadable, detail: 'it was the code', offset: '8' }, always);
    expect(written.mock.calls).toEqual([['unreadable'], ['unreadable']]);
    const { status, lines } = await run('list');
    expect(status).toBe(1);
    expect(lines).toEqual([
      `0: unreadable, read-models: it was the code · partition 1, offset 7 · event ${event.id} (PledgeNoted)`,
      `1: unreadable, read-models: it was the code · partition 1, offset 8 · event ${event.id} (PledgeNoted)`,
      '2 dead letters wait.',
    ]);
    expect(await run('replay')).toEqual({ status: 0, lines: ['0: sent again to partition 1', '1: sent again to partition 1', unrecorded] });
    const sent = await allOf(topic);
    expect(sent.map(({ partition }) => partition)).toEqual([1, 1]);
    for (const one of sent) expect(readRecord(one.message)).toEqual({ kind: 'event', previous: -1n, event });

    expect(await run('list')).toEqual({ status: 0, lines: ['No dead letter waits.'] });
    expect((await run('list', '--all')).lines[0]).toMatch(/ · done$/);
    expect(await run('replay')).toEqual({ status: 0, lines: ['No dead letter waits.'] });
    expect((await allOf(topic)).length).toBe(2);
  });

  it('stays at one that this version cannot read either, until it is settled', async () => {
    await letters.write({ ...unreadable, detail: 'spoilt', value: Buffer.from('spoilt') }, always);
    await letters.write({ ...unreadable, detail: 'it was the code' }, always);
    const refused = '0: this version cannot read it either (spoilt); it stays, with those after it';
    expect(await run('replay')).toEqual({ status: 1, lines: [refused] });
    expect((await run('list')).lines.at(-1)).toBe('2 dead letters wait.');
    await expect(run('settle', '5')).rejects.toThrow('There is no dead letter 5.');
    expect(await run('settle', '0')).toEqual({ status: 0, lines: [unrecorded, 'Everything up to 0 is settled.'] });
    expect(await run('replay')).toEqual({ status: 0, lines: ['1: sent again to partition 1', unrecorded] });
  });

  it('names the projection that stopped, and what makes it try again', async () => {
    await letters.write(stoppedLetter(event, { projection: 'commitments', detail: 'cannot be folded', partitions: 2, source: '/' }), always);
    expect((await run('list')).lines[0]).toMatch(/^0: projection-stopped, commitments: cannot be folded · partition [01], offset - · event /);
    expect(await run('replay')).toEqual({ status: 0, lines: ['0: commitments stopped over it: npm run projections -- resume commitments'] });
    expect(await allOf(topic)).toEqual([]);
  });

  it('says how it is used', async () => {
    expect((await run('list', '--help')).lines[0]).toMatch(/^npm run dead-letters -- list/);
    for (const args of [[], ['burn'], ['list', '--some'], ['settle'], ['settle', 'x'], ['replay', '3']]) {
      await expect(run(...args)).rejects.toThrow(/^Usage:/);
    }
    await expect(deadLettersCommand(['list'], {}, () => undefined, new Said())).rejects.toThrow('KAFKA_BROKERS must name the brokers');
  });

  it('does not lose a letter that nobody waited for, nor the order of letters', async () => {
    await Promise.all(['a', 'b', 'c', 'd'].map((detail) => letters.write({ ...unreadable, detail }, always)));
    expect((await run('list')).lines.slice(0, 4).map((line) => /read-models: (\w)/.exec(line)?.[1])).toEqual(['a', 'b', 'c', 'd']);
    const late = new Sender({ kafka: testKafka() });
    await late.close();
    await expect(late.send(topic, [{ value: 'x' }], AbortSignal.abort(new Error('over')))).rejects.toThrow('over');
  });
});
