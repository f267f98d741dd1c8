import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { noteVerifier, parsePolicy, parseProofFile, trustPolicy, utf8, verifyProofFile } from '@covenant/transparency';
import { commitmentBody, madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type Answer, type Recorded, type TestLedger } from '../../../test/support/ledger.js';
import { expectProvenFiling, type Lodged } from '../../../test/support/lodged.js';
import { proofOf } from '../../../test/support/log/proof.js';
import { startWitness, type TestWitness } from '../../../test/support/log/witness.js';

let ledger: TestLedger;
let witness: TestWitness;
let city: TestCity;
let folder: string;

beforeAll(async () => {
  [witness, folder] = await Promise.all([startWitness('ada.example', 1), mkdtemp(join(tmpdir(), 'covenant-receipts-'))]);
  const file = join(folder, 'witnesses');
  await writeFile(file, `${witness.line}\nquorum ada.example\n`);
  // No checkpoint goes out without the witness while a test runs.
  ledger = await startLedger({ environment: { LOG_WITNESSES: file, LOG_WITNESS_WAIT: '3600' } });
  const { text } = await ledger.ask('/log/policy');
  witness.trust(trustPolicy(parsePolicy(utf8(text))).policy.logs.map(({ key }) => noteVerifier(key)));
  city = await madeCity(ledger);
}, 240_000);
afterAll(async () => {
  await ledger.stop();
  await witness.close();
  await rm(folder, { recursive: true });
});

interface WithProofs extends Recorded {
  readonly proofs?: readonly { readonly event: string; readonly address: string; readonly proof?: string }[];
}

async function send(headers: Readonly<Record<string, string>>): Promise<Answer<WithProofs>> {
  const token = await ledger.token(city.staff);
  return ledger.ask<WithProofs>('/v1/commitments', { method: 'POST', token, body: commitmentBody(city, '2027-06-30'), headers });
}

describe('a receipt', () => {
  it('carries no proof unasked', async () => {
    const { status, body, headers } = await send({});
    expect([status, body.proofs, headers.get('preference-applied')]).toEqual([201, undefined, null]);
  });

  it('carries the proof of each event to who prefers to wait: it holds under the log’s policy', async () => {
    const { status, body, headers } = await send({ prefer: 'respond-async, wait=10' });
    expect([status, headers.get('preference-applied'), headers.get('location')]).toEqual([201, 'wait=10', `/v1/commitments/${body.id}`]);
    expect(body.proofs?.map(({ event }) => event)).toEqual(body.events.map(({ id }) => id));
    const { open } = trustPolicy(parsePolicy(utf8((await ledger.ask('/log/policy')).text)));
    for (const { event, proof } of body.proofs ?? []) {
      const entry = await ledger.ask(`/log/entries/${event}`);
      expect(verifyProofFile(parseProofFile(utf8(proof ?? '')), utf8(entry.text), open).witnesses).toEqual(['ada.example']);
    }
  });

  it('says with 202 where the proof will be, when no checkpoint comes in time; it is recorded all the same', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    witness.lie(async (honest) => {
      await held;
      return honest();
    });
    const { status, body, headers } = await send({ prefer: 'wait=1', 'idempotency-key': 'once' });
    expect([status, headers.get('preference-applied'), headers.get('retry-after')]).toEqual([202, 'wait=1', '1']);
    const [event] = body.events;
    expect(body.proofs).toEqual([{ event: event?.id, address: `/log/proofs/${event?.id ?? ''}` }]);
    expect((await ledger.ask(`/v1/commitments/${body.id}?after=${body.position}`)).status).toBe(200);
    witness.lie(undefined);
    answer();
    const again = await send({ prefer: 'wait=10', 'idempotency-key': 'once' });
    expect([again.status, again.headers.get('idempotency-replayed'), again.body.events]).toEqual([201, 'true', body.events]);
    expect(again.body.proofs?.[0]?.proof).toContain('c2sp.org/tlog-proof@v1');
  });

  it('of a lodging holds its code though no checkpoint comes in time, and the same one again under its key', async () => {
    let answer: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    witness.lie(async (honest) => {
      await held;
      return honest();
    });
    const body = { cityId: city.cityId, rights: ['ICESCR-11.1'], text: 'It is cold.' };
    const lodge = (prefer: string) => ledger.ask<WithProofs & Lodged>('/v1/grievances', { body, headers: { prefer, 'idempotency-key': 'lodged-once' } });
    const first = await lodge('wait=1');
    expect([first.status, first.headers.get('preference-applied')]).toEqual([202, 'wait=1']);
    expect(first.body.proofs).toEqual(first.body.events.map(({ id }) => ({ event: id, address: `/log/proofs/${id}` })));
    expect((await ledger.ask(`/v1/grievances/${first.body.id}/own`, { headers: { 'receipt-code': first.body.code } })).status).toBe(200);
    witness.lie(undefined);
    answer();
    const again = await lodge('wait=10');
    expect([again.body.code, again.body.opening]).toEqual([first.body.code, first.body.opening]);
    await expectProvenFiling(ledger, first.body, await proofOf(ledger, first.body.events[0]?.id ?? ''));
  });

  it.each(['wait=0', 'wait=soon', 'wait', 'handling=strict'])('a preference that cannot be read is none: %s', async (prefer) => {
    const { status, body } = await send({ prefer });
    expect([status, body.proofs]).toEqual([201, undefined]);
  });
});

describe('the quorum of witnesses', () => {
  it('is shown by the readiness, the figures and the first page', async () => {
    await send({ prefer: 'wait=10' });
    const ready = await ledger.ask<{ parts: Record<string, { detail: unknown }> }>('/health/ready');
    expect(ready.body.parts['public-log']?.detail).toMatchObject({ witnesses: { quorum: true, cosigned: ['ada.example'], missing: [] } });
    expect((await ledger.ask('/metrics')).text).toContain('\ncovenant_log_quorum 1\n');
    expect((await ledger.ask('/')).text).toContain('cosigned by its witnesses: ada.example.');
  });
});
