// Every command that records waits for its proofs when that is preferred: those of the description, so that no new one is left out.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { fullBodies, type Full } from '../../../libs/domain/src/testing.js';
import { addressOf } from '../../../test/support/addresses.js';
import { answersWithReceipt, type Description } from '../../../test/support/description.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';
import { Stage, stageDay } from '../../../test/support/stage.js';

jest.setTimeout(300_000);

let ledger: TestLedger;
let stage: Stage;
let api: Description;
let recording: readonly string[];

beforeAll(async () => {
  ledger = await startLedger({ now: stageDay, environment: { REQUESTS_PER_CALLER: '0', LODGINGS_PER_HOUR: '1000000', WRONG_CODES_PER_HOUR: '1000000' } });
  stage = await Stage.set(ledger);
  api = (await ledger.ask<Description>('/openapi.json')).body;
  recording = Object.keys(api.paths).filter((path) => answersWithReceipt(api, path));
}, 300_000);
afterAll(() => ledger.stop());

const pathOf = ({ aggregate, command }: Full): string => addressOf(aggregate.name, command.type);

/** What is wrong with the answer to a command that was sent with the wish to wait; nothing where it is as it should be. */
async function wrongWith(full: Full): Promise<readonly string[]> {
  const place = await stage.before(full);
  const answer = await stage.send(place, full.actor, full.command.type, stage.body(place, full.command), { prefer: 'wait=10' });
  const { events, proofs = [], code } = answer.body;
  if (events === undefined) return [`${pathOf(full)} ${answer.status} ${answer.text}`];
  const proven = proofs.filter(({ proof }) => proof?.startsWith('c2sp.org/tlog-proof@v1')).length === events.length;
  const sound: Readonly<Record<string, boolean>> = {
    'Preference-Applied': answer.headers.get('preference-applied') === 'wait=10',
    // On a machine that has no time a checkpoint may come too late; then 202 must say so.
    'status': proven ? answer.status === 200 || answer.status === 201 : answer.status === 202,
    'proofs': JSON.stringify(proofs.map(({ event, address }) => [event, address])) === JSON.stringify(events.map(({ id }) => [id, `/log/proofs/${id}`])),
    'code': pathOf(full) === '/v1/grievances' ? /^([0-9A-Z]{5}-){4}[0-9A-Z]{6}$/.test(code ?? '') : code === undefined,
  };
  return Object.entries(sound).flatMap(([what, holds]) => (holds ? [] : [`${pathOf(full)} ${answer.status}: ${what}`]));
}

describe('every command that records', () => {
  it('is among the full bodies: a POST that answers with a receipt has an example here', () => {
    expect(recording.length).toBeGreaterThan(80);
    expect([...new Set(fullBodies.map(pathOf))].sort()).toEqual([...recording].sort());
  });

  it('is described with the wish to wait, and with what comes when the time is over', () => {
    for (const path of recording) {
      const { parameters = [], responses } = api.paths[path]?.['post'] ?? {};
      const header = parameters.find(({ in: place, name }) => place === 'header' && name === 'Prefer');
      expect([path, header?.required, Object.keys(responses?.['202']?.headers ?? {})]).toEqual([path, false, ['Preference-Applied']]);
      const first = responses?.['201'] ?? responses?.['200'];
      expect([path, responses?.['202']?.content]).toEqual([path, first?.content]);
    }
  });

  it('answers with its proofs, or with 202 and where they will be', async () => {
    const wrong: string[] = [];
    // One change of the log's keys can be under way at a time; of everything else many share one checkpoint.
    const alone = fullBodies.filter(({ aggregate }) => aggregate.name === 'log-key');
    const others = fullBodies.filter((full) => !alone.includes(full));
    for (let first = 0; first < others.length; first += 16) wrong.push(...(await Promise.all(others.slice(first, first + 16).map(wrongWith))).flat());
    for (const full of alone) wrong.push(...(await wrongWith(full)));
    expect(wrong).toEqual([]);
  });
});
