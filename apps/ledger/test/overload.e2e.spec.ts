import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { START } from '@covenant/event-store';
import { withClient } from '@covenant/platform';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type Answer, type Recorded, type TestLedger } from '../../../test/support/ledger.js';

jest.setTimeout(120_000);

const commandsInHand = 8;
const readsInHand = 4;
const streamsInHand = 2;
/** A page of somebody else's that may read and write here. */
const origin = 'https://city.example';
/** The lock that every append takes: who holds it stands in for a disk that has fallen behind. */
const appendLock = 'pg_advisory_lock(1279607879, 0)';

let ledger: TestLedger;
let city: TestCity;
let token: string;

beforeAll(async () => {
  ledger = await startLedger({ environment: { CORS_ORIGINS: origin, COMMANDS_IN_HAND: String(commandsInHand), READS_IN_HAND: String(readsInHand), STREAMS_IN_HAND: String(streamsInHand) } });
  city = await madeCity(ledger);
  token = await ledger.token(city.focalPoint);
}, 240_000);
afterAll(() => ledger.stop());

interface Sent {
  readonly key: string;
  readonly answer: Promise<Answer<Recorded>>;
}

const recognise = (key: string): Promise<Answer<Recorded>> => {
  const body = { cityId: city.cityId, name: `Group ${key}`, grounds: ['age'], description: 'Made under load.' };
  return ledger.ask<Recorded>('/v1/groups', { token, body, headers: { 'idempotency-key': key } });
};
const many = (count: number): readonly Sent[] =>
  Array.from({ length: count }, () => {
    const key = randomUUID();
    return { key, answer: recognise(key) };
  });

const isSentAway = ({ status, headers, body }: Answer<object>): boolean =>
  status === 503 && headers.get('retry-after') === '1' && Reflect.get(body, 'type') === '/problems/overloaded';

/** How often each event is in the store. */
const recorded = async (): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>();
  for (let from = START; ; ) {
    const events = await ledger.parts.store.readAll(from, 500);
    for (const { id } of events) counts.set(id, (counts.get(id) ?? 0) + 1);
    const last = events.at(-1);
    if (last === undefined) return counts;
    from = last.position;
  }
};

/** Every acknowledged command is in the store, each once, and what was sent away was recorded by nobody. */
const nothingLost = async (answers: readonly Answer<Recorded>[], before: number): Promise<void> => {
  const store = await recorded();
  const acknowledged = answers.filter(({ status }) => status === 201).flatMap(({ body }) => body.events.map(({ id }) => id));
  expect(acknowledged.map((id) => store.get(id))).toEqual(acknowledged.map(() => 1));
  expect(store.size).toBe(before + acknowledged.length);
};

const untilAccepted = async (key: string): Promise<Answer<Recorded>> => {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await recognise(key);
    if (answer.status === 201) return answer;
    expect(answer.status).toBe(503);
    await pause(50);
  }
  throw new Error('no command was taken again');
};

describe('more than can be answered', () => {
  it('is sent away before it is begun while the store stands still; then all is taken up again and nothing is missing', async () => {
    const before = (await recorded()).size;
    const sentAway: Answer<Recorded>[] = [];
    let sent: readonly Sent[] = [];
    await withClient(ledger.database.adminUrl, async (holder) => {
      await holder.query(`SELECT ${appendLock}`);
      sent = many(40);
      for (const { answer } of sent) void answer.then((one) => void (isSentAway(one) && sentAway.push(one)));
      while (sentAway.length < sent.length - commandsInHand) await pause(10);
      expect((await ledger.ask('/health/live')).status).toBe(200);
      const { text } = await ledger.ask('/metrics');
      expect(text).toMatch(/covenant_requests_shed_total\{what="commands"\} [1-9]/);
      expect(text).toMatch(new RegExp(`covenant_commands_in_hand ${commandsInHand}\\b`));
      // Where a browser's question whether it may send is refused, the page is not even told of the 503.
      const preflight = await ledger.ask('/v1/groups', { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
      expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
      // Answered before all else, it is as every other answer is, and a page that may read answers may read it.
      const [usual, early] = [await ledger.ask('/health/none'), await recognise(randomUUID())];
      const names = [...usual.headers.keys()].filter((name) => name !== 'vary');
      expect([isSentAway(early), early.headers.get('x-request-id')]).toEqual([true, Reflect.get(early.body, 'instance')]);
      expect([...early.headers.keys()]).toEqual(expect.arrayContaining(names));
      for (const [asked, language, title] of [['es-MX', 'es', 'Se pide demasiado al registro a la vez'], ['fr', 'fr', 'On demande trop à la fois au registre'], ['tlh', 'en', 'Too much is asked of the ledger at once']] as const) {
        // At the door, and inside, where a page of another origin is answered.
        for (const more of [undefined, { origin }]) {
          const told = await ledger.ask('/v1/groups', { token, body: {}, headers: { 'accept-language': asked, ...more } });
          expect([isSentAway(told), told.headers.get('content-language'), told.body['title']]).toEqual([true, language, title]);
        }
      }
      const ofPage = await ledger.ask<Recorded>('/v1/groups', { token, body: {}, headers: { origin } });
      expect([isSentAway(ofPage), ofPage.headers.get('access-control-allow-origin')]).toEqual([true, origin]);
      // What the clock has to record is judged as ever: the domain refuses this one.
      const clock = { subject: 'system:clock', roles: ['system' as const], cityId: city.cityId };
      const command = { type: 'retire', data: { reason: 'none' } };
      const judged = ledger.parts.commands.execute({ aggregate: 'group', id: city.groupId, actor: clock, command, correlationId: 'test' });
      await expect(judged).rejects.toThrow('refused: role-not-allowed');
    });
    const answers = await Promise.all(sent.map(({ answer }) => answer));
    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([201, 503]);
    await nothingLost(answers, before);
    const again = await Promise.all(sent.map(({ key }) => untilAccepted(key)));
    await nothingLost(again, before);
    await ledger.parts.reading.currentAll();
    const listed = await ledger.ask<{ items: { id: string }[] }>(`/v1/groups?cityId=${city.cityId}&limit=200`);
    const ids = new Set(listed.body.items.map(({ id }) => id));
    expect(again.filter(({ body }) => !ids.has(body.id))).toEqual([]);
  });

  it('comes from many at once and is answered with a receipt or sent away, nothing else', async () => {
    const before = (await recorded()).size;
    const rounds = await Promise.all(Array.from({ length: 5 }, () => Promise.all(many(60).map(({ answer }) => answer))));
    const answers = rounds.flat();
    expect(answers.filter((answer) => answer.status !== 201 && !isSentAway(answer))).toEqual([]);
    expect(answers.some(({ status }) => status === 201)).toBe(true);
    await nothingLost(answers, before);
  });

  it('is not what was answered, also not by what answers without Fastify, as the sign-in does', async () => {
    await ledger.parts.signIn?.begin(ledger.url);
    for (const path of ['/sign-in.css', '/oid%63/jwks', '/sign-i%6e/nobody']) {
      for (let asked = 0; asked < readsInHand + 1; asked += 1) await ledger.ask(path);
      expect([path, (await ledger.ask('/v1/groups')).status]).toEqual([path, 200]);
    }
  });

  it('of what is made while it is sent has a bound of its own, for bundles and lists as CSV together, and other reads go on', async () => {
    const csv = (): Promise<Answer> => ledger.ask('/v1/groups', { headers: { accept: 'text/csv' } });
    let refused = 0;
    let asked: readonly Promise<Answer>[] = [];
    await withClient(ledger.database.adminUrl, async (holder) => {
      await holder.query('BEGIN');
      await holder.query('LOCK TABLE read_v1.groups IN ACCESS EXCLUSIVE MODE');
      asked = Array.from({ length: streamsInHand + 1 }, csv);
      for (const answer of asked) void answer.then(({ status }) => void (status === 503 && (refused += 1)));
      while (refused === 0) await pause(10);
      const bundle = await ledger.ask(`/v1/bundles?cityId=${city.cityId}`);
      expect([bundle.status, bundle.headers.get('retry-after'), bundle.body]).toMatchObject([503, '5', { type: '/problems/overloaded' }]);
      expect((await ledger.ask('/v1/cities')).status).toBe(200);
      await holder.query('ROLLBACK');
    });
    expect((await Promise.all(asked)).map(({ status }) => status).sort()).toEqual([200, 200, 503]);
    const again = async (path: string): Promise<void> => {
      while ((await ledger.ask(path, { headers: { accept: '*/*' } })).status !== 200) await pause(20);
    };
    await again(`/v1/bundles?cityId=${city.cityId}`);
    await again('/v1/groups');
  });

  it('of reads is sent away too, and soon answered again', async () => {
    const sentAway: Answer[] = [];
    let asked: readonly Promise<Answer>[] = [];
    await withClient(ledger.database.adminUrl, async (holder) => {
      await holder.query('BEGIN');
      await holder.query('LOCK TABLE read_v1.groups IN ACCESS EXCLUSIVE MODE');
      asked = Array.from({ length: readsInHand * 5 }, () => ledger.ask('/v1/groups'));
      for (const answer of asked) void answer.then((one) => void (isSentAway(one) && sentAway.push(one)));
      while (sentAway.length < asked.length - readsInHand) await pause(10);
      for (const path of ['/metrics', '/metrics?from=agent', '/health/live?from=agent']) expect([path, (await ledger.ask(path)).status]).toEqual([path, 200]);
      await holder.query('ROLLBACK');
    });
    const answers = await Promise.all(asked);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(readsInHand);
    expect((await ledger.ask('/v1/groups')).status).toBe(200);
  });
});
