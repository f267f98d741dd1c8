import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { utf8 } from '@covenant/transparency';
import { TestLog, testEntry, testEvent, testSigner } from '../../../../libs/transparency/src/testing.js';
import { plain } from '../report/report.js';
import { mirrorFiles, scratch, writeFiles } from '../testing/copies.js';
import { history } from './history.js';

const folder = scratch();
const stream = 'city-01980000-0000-7000-9000-00000000abcd';
const forged = '\n✓ Everything held.\u001b[2K\u202e';
const enrolment = { name: `Sample City${forged}`, slug: 'sample-city', country: 'US', languages: ['en'], timeZone: 'America/New_York', declaredOn: '2011-04-19' };
const entries = [
  ...Array.from({ length: 300 }, (_, n) => testEntry(n)),
  testEntry(300, { stream, revision: 0, type: 'SomethingNew' }),
  testEntry(301, {
    stream,
    revision: 1,
    type: 'CityEnrolled',
    metadata: { ...testEvent(301).metadata, schemaVersion: 99, effectiveOn: '2026-01-01' },
  }),
  testEntry(302, { stream, revision: 2, type: 'RemedyOrdered', data: {} }),
  testEntry(303, { stream, revision: 3, type: 'CityEnrolled', data: enrolment }),
];

beforeAll(async () => writeFiles(folder.path, await mirrorFiles(new TestLog().append(...entries), testSigner().key, [304])));
afterAll(() => folder.remove());

describe('the history of a record', () => {
  it('is every entry of it, in order, each in a sentence, what this code does not know too', async () => {
    const report = await history(folder.path, stream);
    expect(report).toMatchObject({ command: 'history', verdict: 'held' });
    expect(report.result).toMatchObject([
      { code: 'history-entry', data: { entry: 300, recorded: '2026-01-01T00:05:00.000Z', role: 'staff', fact: 'SomethingNew was recorded.' } },
      { code: 'history-entry', data: { entry: 301, effective: '2026-01-01', fact: 'CityEnrolled was recorded, in a form (version 99) that this auditor cannot read.' } },
      { data: { entry: 302, fact: 'RemedyOrdered was recorded, in a form (version 1) that this auditor cannot read.' } },
      { data: { entry: 303, fact: expect.stringContaining('Sample City') as unknown } },
      { code: 'history', data: { stream, count: 4, size: 304, origin: 'log.example/city' } },
    ]);
    expect(plain(report)).toContain('✓ Entry 300, recorded 2026-01-01T00:05:00.000Z by staff: SomethingNew was recorded.\n');
    expect(plain(report)).not.toMatch(/\n✓ Everything/);
    expect(plain(report)).toContain('Sample City\\u{a}✓ Everything held.\ufffd[2K\ufffd was enrolled');
    expect(plain(report)).toContain('with effect from 2026-01-01');
  });

  it('is told in the language that was asked for', async () => {
    const report = await history(folder.path, stream, { language: 'fr' });
    expect(report.result).toMatchObject([
      { data: { role: 'staff', fact: 'SomethingNew a été inscrit.' } },
      { data: { fact: 'CityEnrolled a été inscrit, sous une forme (version 99) que cet auditeur ne sait pas lire.' } },
      {},
      { data: { fact: expect.stringContaining('s’est déclarée ville de droits humains le 19 avril 2011') as unknown } },
      {},
    ]);
    expect(plain(report, 'fr')).toContain('par personnel du bureau');
  });

  it('of a record that is not there is none, and that is proven', async () => {
    expect(await history(folder.path, 'city-nowhere')).toMatchObject({
      verdict: 'failed',
      findings: [{ code: 'history-none', data: { stream: 'city-nowhere', size: 304 } }],
    });
  });

  it('is not told from a copy that does not verify', async () => {
    writeFileSync(join(folder.path, 'tile/0/000'), utf8('x'));
    expect(await history(folder.path, stream)).toMatchObject({ command: 'history', verdict: 'failed', findings: [{ code: 'tile-length' }] });
  });
});
