import { createHook } from 'node:async_hooks';
import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseCheckpoint, parseNote, parseProofFile, utf8 } from '@covenant/transparency';
import { madeCity, type TestCity } from '../../../test/support/city.js';
import { patiently, startLedger, type Answer, type TestLedger, type Who } from '../../../test/support/ledger.js';
import type { Lodged } from '../../../test/support/lodged.js';
import { proofOf } from '../../../test/support/log/proof.js';

let ledger: TestLedger;
let city: TestCity;

beforeAll(async () => {
  ledger = await startLedger({ now: () => Date.parse('2026-03-31T12:00:00Z'), environment: { LODGINGS_PER_HOUR: '1000', WRONG_CODES_PER_HOUR: '15' } });
  city = await madeCity(ledger);
}, 240_000);
afterAll(() => ledger.stop());

const marker = 'the stove in flat 12 is out';
const bodyOf = (more: object = {}): Record<string, unknown> => ({
  cityId: city.cityId,
  rights: ['ICESCR-11.1'],
  groups: [city.groupId],
  dutyBearerId: city.dutyBearerId,
  text: `Nobody answers, and ${marker}.`,
  contact: 'By the window, after six',
  ...more,
});
const lodge = async (more: object = {}): Promise<Lodged> => {
  const answer = await ledger.ask<Lodged>('/v1/grievances', { body: bodyOf(more) });
  expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
  return answer.body;
};
const withCode = (code: string, headers: Readonly<Record<string, string>> = {}) => ({ headers: { 'receipt-code': code, ...headers } });
const as = async (who: Who, path: string, body: unknown): Promise<Answer> => ledger.ask(path, { token: await ledger.token(who), body });
/** An office that nobody complains of. */
const third = async (): Promise<string> =>
  (await ledger.send('/v1/duty-bearers', city.focalPoint, { cityId: city.cityId, name: 'Department of Parks', kind: 'department' })).id;
const acknowledge = ({ id }: Lodged) =>
  ledger.send(`/v1/grievances/${id}/acknowledge`, city.oversight, { dutyBearerId: city.otherDutyBearerId });

describe('lodging', () => {
  it('takes no account, gives a code once, and leaves no word in plain text anywhere', async () => {
    const lodged = await lodge();
    expect(lodged.code).toMatch(/^([0-9A-Z]{5}-){4}[0-9A-Z]{6}$/);
    await ledger.parts.reading.currentAll();
    const shown = await Promise.all(
      [`/v1/grievances/${lodged.id}`, `/v1/grievances/${lodged.id}/history`, '/v1/audit?limit=200', '/v1/rows/grievances', '/v1/rows/entries', '/v1/grievances', '/metrics'].map((path) => ledger.ask(path)),
    );
    for (const { status, text } of shown) {
      expect(status).toBe(200);
      for (const secret of [marker, 'By the window', lodged.code]) expect(text).not.toContain(secret);
    }
    const record = shown[0]?.text ?? '';
    for (const sealed of ['ICESCR-11.1', city.groupId, city.dutyBearerId]) expect(record).not.toContain(sealed);
    const stored = await ledger.parts.store.readStream(`grievance-${lodged.id}`);
    expect(JSON.stringify(stored, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toMatch(/stove|window|ICESCR|127\.0\.0\.1/);
    expect(shown[0]?.body).toMatchObject({ state: 'lodged', lodgedOn: '2026-03-31', acknowledgement: { dueOn: '2026-04-07' } });
  });

  it('gives a text whose digest stands in the log, for the person to show', async () => {
    const { id, opening } = await lodge();
    const [event] = await ledger.parts.store.readStream(`grievance-${id}`);
    expect(event?.data['opening']).toBe(createHash('sha256').update(opening).digest('hex'));
    expect(JSON.parse(opening)).toMatchObject({ grievanceId: id, text: expect.stringContaining(marker) as unknown });
  });

  it('is repeated under a key with exactly the same words: the same record and the same code; other words are another', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const send = (more: object = {}) => ledger.ask<Lodged>('/v1/grievances', { body: bodyOf(more), headers: key });
    const [first, again, other] = [await send(), await send(), await send({ text: 'Something else.' })];
    expect(again.body).toEqual(first.body);
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(first.body.id);
    expect(other.body.code).not.toBe(first.body.code);
    const events = await ledger.parts.store.readStream(`grievance-${first.body.id}`);
    expect(events).toHaveLength(1);
    // Neither the key nor anything that follows from the words by a public way is kept.
    expect(JSON.stringify(events[0]?.metadata)).not.toContain(key['idempotency-key']);
  });

  it('says what is wrong with it, and keeps nothing of what it refuses', async () => {
    const wrong = await ledger.ask('/v1/grievances', { body: { ...bodyOf({ rights: [] }), name: 'x' } });
    expect(wrong.status).toBe(400);
    const nowhere = await ledger.ask('/v1/grievances', { body: bodyOf({ cityId: randomUUID() }) });
    expect(nowhere.status).toBe(422);
    expect(nowhere.text).not.toContain(marker);
    expect((await ledger.ask('/v1/grievances', { body: bodyOf({ text: 'x'.repeat(4_001) }) })).status).toBe(400);
  });
});

describe('the code', () => {
  it('opens the person’s own grievance and lets them write, appeal and withdraw; the office answers', async () => {
    const lodged = await lodge();
    const at = `/v1/grievances/${lodged.id}`;
    const said = await ledger.ask(`${at}/add-statement`, { ...withCode(lodged.code.toLowerCase()), body: { text: 'Still cold.' } });
    expect(said.status).toBe(200);
    await acknowledge(lodged);
    await ledger.send(`${at}/answer`, city.otherStaff, { text: 'We come on Monday.' });
    await ledger.send(`${at}/declare-inadmissible`, city.otherStaff, { reasons: 'It is of another city.' });
    const appealed = await ledger.ask(`${at}/appeal`, { ...withCode(lodged.code), body: { grounds: 'It is not.' } });
    expect(appealed.status).toBe(200);
    const refused = await as(city.otherStaff, `${at}/admit`, {});
    expect([refused.status, refused.body['type']]).toEqual([403, '/problems/own-finding']);
    const own = await ledger.ask<{ state: string; entries: { type: string; words: Record<string, string> }[] }>(`${at}/own`, withCode(lodged.code));
    expect([own.status, own.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(own.body.state).toBe('appealed');
    const words = own.body.entries.flatMap(({ words: said_ }) => Object.values(said_));
    expect(words).toEqual(
      expect.arrayContaining([`Nobody answers, and ${marker}.`, 'By the window, after six', 'Still cold.', 'We come on Monday.', 'It is of another city.', 'It is not.']),
    );
    expect((await ledger.ask(`${at}/withdraw`, { ...withCode(lodged.code), body: {} })).status).toBe(200);
  });

  it('knows a repetition under a key, without keeping a digest that words could be tried against', async () => {
    const lodged = await lodge();
    const at = `/v1/grievances/${lodged.id}/add-statement`;
    const say = (text: string) => ledger.ask(at, { ...withCode(lodged.code, { 'idempotency-key': 'a-key' }), body: { text } });
    const [first, again, other] = [await say('Still cold.'), await say('Still cold.'), await say('Warm.')];
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(other.status).toBe(422);
    const [, statement] = await ledger.parts.store.readStream(`grievance-${lodged.id}`);
    const body = JSON.stringify({ text: 'Still cold.' });
    expect(statement?.metadata.requestDigest).not.toBe(createHash('sha256').update(body).digest('base64url'));
    expect(statement?.metadata.requestDigest).toMatch(/^[\w-]{43}$/);
  });
});

describe('unsealing', () => {
  it('is for oversight and the handling office, says what for, and stands in the record before a word is given out', async () => {
    const lodged = await lodge();
    const at = `/v1/grievances/${lodged.id}`;
    const purpose = 'To prepare the inquiry.';
    await acknowledge(lodged);
    const administrator: Who = { roles: ['administrator'], cityId: city.cityId };
    const elsewhere: Who = { roles: ['oversight'], cityId: randomUUID() };
    for (const nobody of [administrator, city.staff, city.council, city.focalPoint, city.resident, elsewhere]) {
      const refused = await as(nobody, `${at}/unseal`, { purpose });
      expect(refused.status).toBe(403);
      expect(refused.text).not.toContain(marker);
    }
    expect((await ledger.ask(`${at}/unseal`, { body: { purpose } })).status).toBe(401);
    expect((await as(city.oversight, `${at}/unseal`, {})).status).toBe(400);
    const read = await as(city.otherStaff, `${at}/unseal`, { purpose });
    expect([read.status, read.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(read.text).toContain(marker);
    expect(read.text).toContain('ICESCR-11.1');
    await ledger.parts.reading.currentAll();
    const record = await ledger.ask<{ unsealings: unknown[] }>(at);
    expect(record.body.unsealings).toEqual([
      { purpose, by: { subject: city.otherStaff.subject, role: 'staff', dutyBearerId: city.otherDutyBearerId }, recordedAt: expect.any(String) as unknown },
    ]);
    expect(record.text).not.toContain(marker);
  });

  it('is never for the office complained of, whoever gave it the grievance', async () => {
    const lodged = await lodge();
    const given = await as(city.oversight, `/v1/grievances/${lodged.id}/acknowledge`, { dutyBearerId: city.dutyBearerId });
    expect([given.status, given.body['type']]).toEqual([403, '/problems/own-duty-bearer']);
  });

  it('tells somebody of that office no more than of a grievance that is not against it, to the last byte', async () => {
    const ofTheOffice = { ...city.focalPoint, dutyBearerId: city.dutyBearerId };
    const [against, about] = [await lodge(), await lodge({ dutyBearerId: city.otherDutyBearerId })];
    const answers = async (path: string, body: object) =>
      Promise.all(
        [against, about].map(async ({ id }) => {
          const { status, text } = await as(ofTheOffice, `/v1/grievances/${id}/${path}`, body);
          const { instance: _of, ...problem } = JSON.parse(text) as Record<string, unknown>;
          return `${status} ${JSON.stringify(problem).replaceAll(id, 'id')}`;
        }),
      );
    const [first, second] = await answers('acknowledge', { dutyBearerId: city.dutyBearerId });
    expect(first).toMatch(/^403 .*own-office/);
    expect(first).toBe(second);
    for (const lodged of [against, about]) await ledger.send(`/v1/grievances/${lodged.id}/acknowledge`, ofTheOffice, { dutyBearerId: await third() });
    const [again, likewise] = await answers('reassign', { dutyBearerId: city.dutyBearerId, reason: 'Theirs' });
    expect(again).toMatch(/^403 .*own-office/);
    expect(again).toBe(likewise);
  });
});

describe('erasing a subject', () => {
  it('takes two persons, leaves nothing to read, and the log and the person’s own proof stand', async () => {
    const lodged = await lodge();
    const at = `/v1/grievances/${lodged.id}`;
    const erase = `/v1/subjects/${lodged.subject}/erase`;
    const [event = { id: '' }] = lodged.events;
    const before = await proofOf(ledger, event.id);
    const { size } = parseCheckpoint(parseNote(parseProofFile(utf8(before)).checkpoint).text);
    const ground = { cityId: city.cityId, grievanceId: lodged.id, ground: 'consent-withdrawn', reason: 'Letter 12' };
    expect((await as({ roles: ['administrator'], cityId: city.cityId }, erase, ground)).status).toBe(403);
    const other = await as(city.oversight, `/v1/subjects/${randomUUID()}/erase`, ground);
    expect([other.status, other.body['type']]).toEqual([422, '/problems/unknown-subject']);
    expect((await as(city.oversight, erase, ground)).status).toBe(201);
    const approve = `/v1/subjects/${lodged.subject}/approve-erasure`;
    expect((await as(city.oversight, approve, { reason: 'Looked at' })).body['type']).toBe('/problems/own-request');
    expect((await ledger.ask(`${at}/own`, withCode(lodged.code))).status).toBe(200);
    expect((await as(city.focalPoint, approve, { reason: 'Looked at' })).status).toBe(200);
    expect((await ledger.ask(`${at}/own`, withCode(lodged.code))).status).toBe(401);
    const unsealed = await as(city.oversight, `${at}/unseal`, { purpose: 'To look.' });
    expect([unsealed.status, unsealed.body['type']]).toEqual([410, '/problems/erased']);
    expect((await as(city.resident, `${at}/unseal`, { purpose: 'To look.' })).status).toBe(403);
    expect((await ledger.parts.store.readStream(`grievance-${lodged.id}`)).map(({ type }) => type)).toEqual(['GrievanceLodged']);
    const given = await as(city.oversight, `${at}/acknowledge`, { dutyBearerId: city.otherDutyBearerId });
    expect([given.status, given.body['type']]).toEqual([403, '/problems/complained-of-erased']);
    expect((await as(city.oversight, `${at}/close`, { reason: 'Its words are gone.' })).status).toBe(200);
    await ledger.parts.reading.currentAll();
    expect((await ledger.ask(`/v1/subjects/${lodged.subject}`)).body).toMatchObject({ state: 'erased', ground: 'consent-withdrawn' });
    const after = await ledger.ask(`/log/proofs/${event.id}?size=${size}`);
    expect(after.text).toBe(before);
    const [leaf] = await ledger.parts.store.readStream(`grievance-${lodged.id}`);
    expect(leaf?.data['opening']).toBe(createHash('sha256').update(lodged.opening).digest('hex'));
  });
});

describe('what is erased', () => {
  it('is handled by no office any more, which could be the one complained of; a reading is gone, a hold comes too late', async () => {
    const lodged = await lodge();
    const at = `/v1/grievances/${lodged.id}`;
    await acknowledge(lodged);
    const ground = { cityId: city.cityId, grievanceId: lodged.id, ground: 'objection', reason: 'Letter 15' };
    await ledger.send(`/v1/subjects/${lodged.subject}/erase`, city.oversight, ground);
    await ledger.send(`/v1/subjects/${lodged.subject}/approve-erasure`, city.focalPoint, { reason: 'Looked at' });
    const outcome = async (who: Who, command: string, body: object) => {
      const { status, body: problem } = await as(who, `${at}/${command}`, body);
      return [command, status, problem['type']];
    };
    const barred = '/problems/complained-of-erased';
    for (const [command, body, status, type] of [
      ['admit', {}, 403, barred],
      ['declare-inadmissible', { reasons: 'Elsewhere.' }, 403, barred],
      ['answer', { text: 'Hello?' }, 403, barred],
      ['close', { reason: 'Gone.' }, 403, barred],
      ['unseal', { purpose: 'To look.' }, 410, '/problems/erased'],
      ['place-hold', { ground: 'court', reason: 'File 7' }, 409, '/problems/erasure-begun'],
    ] as const) {
      expect(await outcome(city.otherStaff, command, body)).toEqual([command, status, type]);
    }
    for (const [command, body, status, type] of [
      ['reassign', { dutyBearerId: city.dutyBearerId, reason: 'Theirs' }, 403, barred],
      ['answer', { text: 'Hello?' }, 410, '/problems/erased'],
      ['place-hold', { ground: 'court', reason: 'File 7' }, 409, '/problems/erasure-begun'],
    ] as const) {
      expect(await outcome(city.oversight, command, body)).toEqual([command, status, type]);
    }
    expect((await ledger.parts.store.readStream(`grievance-${lodged.id}`)).map(({ type }) => type)).toEqual(['GrievanceLodged', 'GrievanceAcknowledged']);
    expect((await as(city.oversight, `${at}/close`, { reason: 'Its words are gone.' })).status).toBe(200);
  });
});

/** How often a slow hash was begun meanwhile, as Node itself counts what it hands to its threads. */
async function slowHashes(during: () => Promise<unknown>): Promise<number> {
  let begun = 0;
  const hook = createHook({ init: (_id, type) => void (begun += type === 'SCRYPTREQUEST' ? 1 : 0) }).enable();
  try {
    await during();
  } finally {
    hook.disable();
  }
  return begun;
}

describe('guessing a code', () => {
  it('costs the ledger the same for a grievance that there is none of, so that no time tells which there are', async () => {
    const lodged = await lodge();
    const look = (id: string, code: string) => () => patiently(() => ledger.ask(`/v1/grievances/${id}/own`, withCode(code)));
    const wrong = '00000-00000-00000-00000-000001';
    expect(await slowHashes(look(lodged.id, lodged.code))).toBe(1);
    expect(await slowHashes(look(lodged.id, wrong))).toBe(1);
    expect(await slowHashes(look(randomUUID(), wrong))).toBe(1);
    // What is no code at all is told so before anything is looked up, whatever it is for.
    expect(await slowHashes(look(lodged.id, 'x'))).toBe(0);
    expect(await slowHashes(look(randomUUID(), 'x'))).toBe(0);
  });

  it('is told apart from no other failure, and guessing it is slowed down', async () => {
    const lodged = await lodge();
    const other = await lodge();
    const tries = [
      await ledger.ask(`/v1/grievances/${lodged.id}/own`, withCode(other.code)),
      await ledger.ask(`/v1/grievances/${randomUUID()}/own`, withCode(other.code)),
      await ledger.ask(`/v1/grievances/${lodged.id}/appeal`, { ...withCode(other.code), body: { grounds: 'Mine.' } }),
    ];
    const seen = tries.map(({ status, body }) => [status, body['type'], body['detail']]);
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(seen[0]?.[0]).toBe(401);
    let slowed: Answer | undefined;
    for (let tried = 0; tried < 20 && slowed === undefined; tried += 1) {
      const answer = await ledger.ask(`/v1/grievances/${lodged.id}/own`, withCode('00000-00000-00000-00000-000000'));
      if (answer.status === 429) slowed = answer;
    }
    expect(slowed?.body['type']).toBe('/problems/too-many-requests');
    expect(Number(slowed?.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});
