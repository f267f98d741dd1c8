import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { commitmentBody, madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type Recorded, type TestLedger } from '../../../test/support/ledger.js';
import { proofOf } from '../../../test/support/log/proof.js';
import { run } from '../src/cli/run.js';

let ledger: TestLedger;
let city: TestCity;
let dir: string;

beforeAll(async () => {
  [ledger, dir] = [await startLedger(), await mkdtemp(join(tmpdir(), 'covenant-auditor-'))];
  city = await madeCity(ledger);
}, 60_000);
afterAll(async () => {
  await ledger.stop();
  await rm(dir, { recursive: true, force: true });
});

class Captured extends Writable {
  text = '';
  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.text += String(chunk);
    done();
  }
}

interface Told {
  readonly exitCode: number;
  readonly result: readonly Record<string, unknown>[];
  readonly findings: readonly Record<string, unknown>[];
}

async function auditor(...argv: readonly string[]): Promise<Told> {
  const out = new Captured();
  const status = await run([...argv, '--json'], out, new Captured());
  const told = JSON.parse(out.text) as Told;
  expect(told.exitCode).toBe(status);
  return told;
}

/** An entry and its proof, as soon as a checkpoint covers it. */
async function covered(eventId: string): Promise<{ entry: string; proof: string }> {
  const proof = await proofOf(ledger, eventId);
  const entry = await ledger.ask(`/log/entries/${eventId}`);
  expect(entry.status).toBe(200);
  return { proof, entry: entry.text };
}

const eventOf = (recorded: Recorded): string => recorded.events[0]?.id ?? '';

describe('an auditor before a running ledger', () => {
  it('proves a commitment, and refuses it with one byte flipped', async () => {
    const made = await ledger.send('/v1/commitments', city.staff, commitmentBody(city, '2027-06-30'));
    const { entry, proof } = await covered(eventOf(made));
    const [event, file] = [join(dir, 'event.json'), join(dir, 'event.tlog-proof')];
    await writeFile(event, entry);
    await writeFile(file, proof);
    await writeFile(join(dir, 'policy'), (await ledger.ask('/log/policy')).text);
    const trusting = ['--policy', join(dir, 'policy')];

    const told = await auditor('prove', event, file, ...trusting);
    expect(told).toMatchObject({ exitCode: 0, findings: [], result: [{ code: 'proven', type: 'CommitmentMade', stream: made.stream, revision: 0, role: 'staff' }] });

    const bytes = await readFile(event);
    bytes[entry.indexOf('CommitmentMade')] = 0x63;
    await writeFile(event, bytes);
    expect(await auditor('prove', event, file, ...trusting)).toMatchObject({ exitCode: 1, findings: [{ code: 'proof-refused' }] });
  });

  it('mirrors the log, verifies the copy, and follows as the log grows', async () => {
    const copy = join(dir, 'copy');
    const first = await auditor('mirror', ledger.url, copy);
    expect(first).toMatchObject({ exitCode: 0, result: [{ code: 'mirrored' }] });
    expect(await auditor('verify', copy)).toMatchObject({ exitCode: 0, result: [{ code: 'verified', checkpoints: 1 }] });

    const made = await ledger.send('/v1/commitments', city.staff, commitmentBody(city, '2028-01-31'));
    await covered(eventOf(made));
    const second = await auditor('mirror', ledger.url, copy);
    expect(Number(second.result[0]?.['size'])).toBeGreaterThan(Number(first.result[0]?.['size']));
    expect(await auditor('verify', copy)).toMatchObject({ exitCode: 0, result: [{ code: 'verified', checkpoints: 2 }] });
  });
});
