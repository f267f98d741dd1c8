import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { withClient } from '@covenant/platform';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitmentBody, madeCity, type TestCity } from '../../../test/support/city.js';
import { startLedger, type TestLedger } from '../../../test/support/ledger.js';
import type { Lodged } from '../../../test/support/lodged.js';
import { proofOf } from '../../../test/support/log/proof.js';
import { Unchecked } from '../src/cli/exit.js';
import { mirror } from '../src/mirror/mirror.js';
import type { Row } from '../src/refold/interface.js';
import { refold } from '../src/refold/refold.js';
import type { Report } from '../src/report/report.js';
import { onTheWire, rowsOf, withAnswer } from './lies.js';

jest.setTimeout(300_000);

let ledger: TestLedger;
let city: TestCity;
let dir: string;
/** A commitment that nobody touches any more, one that is written to, and a grievance, which several pages are made of. */
let still: string;
let busy: string;
let grievance: string;

beforeAll(async () => {
  [ledger, dir] = [await startLedger(), await mkdtemp(join(tmpdir(), 'covenant-refold-writing-'))];
  city = await madeCity(ledger);
  const body = { cityId: city.cityId, rights: ['ICESCR-11.1'], groups: [city.groupId], text: 'Nobody answers.' };
  grievance = (await ledger.ask<Lodged>('/v1/grievances', { body })).body.id;
  still = (await ledger.send('/v1/commitments', city.staff, commitmentBody(city, '2027-06-30'))).id;
  const last = await ledger.send('/v1/commitments', city.staff, commitmentBody(city, '2027-06-30'));
  busy = last.id;
  await proofOf(ledger, last.events.at(-1)?.id ?? '');
  expect((await mirror(ledger.url, dir)).verdict).toBe('held');
}, 120_000);
const setTitle = (title: string): Promise<unknown> =>
  withClient(ledger.database.adminUrl, (client) => client.query('UPDATE read_v1.commitments SET title = $1 WHERE id = $2', [title, still]));
afterEach(() => setTitle('Two hundred accessible homes'));
afterAll(async () => {
  await ledger.stop();
  await rm(dir, { recursive: true, force: true });
});

let written = 0;
/** Facts of records that were there, and every third time a record that was not. */
async function write(): Promise<string> {
  written += 1;
  const told = await ledger.send(`/v1/commitments/${busy}/report-progress`, city.staff, { text: `Step ${written}`, share: 0.1 });
  await ledger.send(`/v1/grievances/${grievance}/place-hold`, city.oversight, { key: `hold-${written}`, ground: 'court', reason: `File ${written}` });
  await ledger.send(`/v1/grievances/${grievance}/lift-hold`, city.oversight, { hold: `hold-${written}`, reason: 'Decided' });
  if (written % 3 === 0) await ledger.send('/v1/commitments', city.staff, commitmentBody(city, '2028-01-31'));
  return told.events.at(-1)?.id ?? '';
}

/** Does the work while somebody writes without end, from before it begins. */
async function whileWriting<T>(work: () => Promise<T>): Promise<T> {
  let ended = false;
  await proofOf(ledger, await write());
  const writing = (async (): Promise<void> => {
    while (!ended) {
      await write();
      await new Promise((next) => setTimeout(next, 100));
    }
  })();
  try {
    return await work();
  } finally {
    ended = true;
    await writing;
  }
}

const foldAgain = (): Promise<Report> => refold(dir, { against: ledger.url });
const toldOf = ({ findings }: Report): readonly string[] =>
  findings.map(({ code, data }) => [code, 'row' in data ? data.row : '', 'member' in data ? data.member : ''].join(' '));

describe('refold of a city that is being written', () => {
  it('follows what it records meanwhile, and finds an honest one honest', async () => {
    const report = await whileWriting(foldAgain);
    expect(report.findings).toEqual([]);
    expect(report.verdict).toBe('held');
    expect(report.remarks.map(({ code }) => code)).toContain('followed');
  });

  it('finds the lie in a row that nobody has touched since and that in one that is touched meanwhile, and nothing else', async () => {
    await setTitle('A lie');
    const lie = (body: Row): Row => ({ ...body, items: rowsOf(body, 'items').map((row) => (row['id'] === busy ? { ...row, title: 'A lie' } : row)) });
    const found = toldOf(await whileWriting(() => withAnswer(/rows.commitments/, lie, foldAgain)));
    expect([...found].sort()).toEqual([`row-differs ${still} title`, `row-differs ${busy} title`].sort());
  });

  it('finds the lie, and nothing else, when there is one write in the middle', async () => {
    await setTitle('A lie');
    let once: Promise<unknown> | undefined;
    const report = await onTheWire(async (url, answer) => {
      if (url.includes('/v1/rows/entries')) {
        once ??= write().then(() => ledger.parts.reading.currentAll());
        await once;
      }
      return answer;
    }, foldAgain);
    expect(toldOf(report)).toEqual([`row-differs ${still} title`]);
    expect(report.remarks.map(({ code }) => code)).toContain('followed');
  });

  it('finds the lie though a newer tree is claimed that nobody signed, and says so', async () => {
    await setTitle('A lie');
    const report = await onTheWire(async (url, answer) => {
      if (!url.endsWith('/log/checkpoint')) return answer;
      return new Response((await answer.text()).replace(/\n\d+\n/, '\n1000000\n'));
    }, foldAgain);
    expect(toldOf(report)).toEqual(expect.arrayContaining(['checkpoint-unsigned  ', `row-differs ${still} title`]));
  });

  it('finds the lie though the log falls silent, and tells how much it could not judge; alone, that is no verdict', async () => {
    let compared = false;
    const silent = (): Promise<Report> => {
      compared = false;
      return whileWriting(() =>
        onTheWire((url, answer) => {
          compared ||= url.includes('/v1/rows/entries');
          return Promise.resolve(compared && url.includes('/log/') ? new Response(null, { status: 500 }) : answer);
        }, foldAgain),
      );
    };
    await expect(silent()).rejects.toBeInstanceOf(Unchecked);
    await setTitle('A lie');
    const report = await silent();
    expect(toldOf(report)).toEqual([`row-differs ${still} title`]);
    expect(report.remarks.map(({ code }) => code)).toContain('unjudged');
  });

  it('finds a row of entries that the log never gets', async () => {
    const lie = (body: Row): Row => ({ ...body, items: [...rowsOf(body, 'items'), { ...rowsOf(body, 'items').at(-1), entry: 1_000_000 }] });
    const report = await withAnswer(/v1.audit.limit/, lie, () => refold(dir, { against: ledger.url, catchUp: 0 }));
    expect(toldOf(report)).toContain('row-added 1000000 ');
  });
});
