import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { auditFindings, days, overdue } from '../../scripts/weaknesses.mjs';

const root = join(import.meta.dirname, '..', '..');

describe('the audit', () => {
  const weak = (name: string, severity: string) => ({ name, severity, range: '<2', via: [{ title: 'It can be stopped' }, 'other'] });
  const line = { name: 'a', weakness: 'https://advisories.example/a', severity: 'high', since: '2026-11-01', until: '2026-12-01', why: 'no newer one is out' };
  const at = 'http://registry.example/-/npm/v1/security/advisories/bulk';

  it('names what is of high severity or above, and counts all', () => {
    expect(auditFindings(JSON.stringify({ vulnerabilities: { a: weak('a', 'high'), b: weak('b', 'low') } }))).toEqual({
      findings: ['a <2: high: It can be stopped; through other'],
      gone: [],
      counted: 2,
    });
  });

  it('stops nothing that is waited for, whole, also through others, and says what is gone', () => {
    const of = (...via: readonly unknown[]) => ({ severity: 'high', range: '<2', via });
    const flaw = { url: line.weakness, severity: 'high', title: 'It can be stopped' };
    const report = (a: readonly unknown[]) => JSON.stringify({ vulnerabilities: { a: { name: 'a', ...of(...a) }, b: { name: 'b', ...of('a') } } });
    const told = (text: string, lines = [line]) => {
      const found = auditFindings(text, lines);
      return 'findings' in found ? [found.findings.length, found.gone] : found;
    };
    expect(told(report([flaw, 'b']))).toEqual([0, []]);
    expect(told(report([flaw, { ...flaw, url: 'other' }]))).toEqual([2, []]);
    expect(told(report(['c']))).toEqual([2, [`a, ${line.weakness}`]]);
    expect(told(report([{ ...flaw, severity: 'critical' }]))).toEqual([1, []]);
    expect(told(report([flaw]), [])).toEqual([2, []]);
  });

  it('knows what is overdue, and what is promised for too late', () => {
    const says = (change: object, today = '2026-11-28') => overdue([{ ...line, ...change }], today).join();
    expect(says({})).toBe('');
    expect(says({}, line.until)).toBe('');
    expect(says({}, '2026-12-02')).toMatch(/^a, https.*: it was to be gone by 2026-12-01$/);
    expect(says({ until: '2026-12-02' })).toMatch(/: high, shown on 2026-11-01, ends on 2026-12-01 at the latest$/);
    expect(says({ severity: 'critical' })).toMatch(/ends on 2026-11-08 at the latest$/);
    expect(says({ severity: 'low', until: '2027-04-30' })).toBe('');
    expect(says({ since: '2026-11-29' })).toMatch(/has not come$/);
    for (const change of [{ why: '' }, { severity: 'constructor' }, { until: '2026-11-31' }, { since: 1 }, { more: 'x' }]) expect(says(change)).toMatch(/: a line has name, /);
    expect(overdue([null, {}], '2026-11-28')).toHaveLength(2);
    expect(overdue({}, '2026-11-28')).toEqual(['the list is no array']);
  });

  it('promises in SECURITY.md what it holds', () => {
    const promises = [...readFileSync(join(root, 'SECURITY.md'), 'utf8').matchAll(/^\| (\w+) \| (\d+) days \|/gm)].map(([, severity = '', count]) => [severity, Number(count)]);
    expect(Object.fromEntries(promises)).toEqual(days);
  });

  it.each<[string, object]>([
    ['405 Method Not Allowed', { statusCode: 405 }],
    [`request to ${at} failed, reason: connect ECONNREFUSED 127.0.0.1:9`, {}],
    [`network timeout at: ${at}`, {}],
    [`Invalid response body while trying to fetch ${at}: Unexpected end of JSON input`, {}],
  ])('was not answered where npm says: %s', (message, more) => {
    expect(auditFindings(JSON.stringify({ message, ...more, error: { summary: '', detail: '' } }))).toEqual({ unanswered: message });
  });

  it.each<[string, string]>([
    ['This command requires an existing lockfile.', JSON.stringify({ error: { code: 'ENOLOCK', summary: 'This command requires an existing lockfile.' } })],
    ['npm said nothing', ''],
    ['no JSON', 'no JSON'],
  ])('is no answer of the registry where npm says: %s', (broken, text) => {
    expect(auditFindings(text)).toEqual({ broken });
  });

  const flaws = { a: { ...weak('a', 'high'), via: [{ title: 'It can be stopped', url: line.weakness, severity: 'high' }] } };
  const day = (from: number) => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);
  const awaited = { ...line, since: day(-1), until: day(2) };
  it.each<[number, RegExp, object, object[]]>([
    [0, /^No known weakness .* 1 lesser or waited for\.\n$/, { vulnerabilities: { b: weak('b', 'low') } }, []],
    [1, /^Known weaknesses, high or critical:\na <2: high/, { vulnerabilities: flaws }, []],
    [0, /^No known weakness /, { vulnerabilities: flaws }, [awaited]],
    [0, /^Not found any more, its line can go: a, http.*\nNo known weakness /, { vulnerabilities: {} }, [awaited]],
    [0, /^NOTICE: .*405.* NOT looked at\.\n$/, { message: '405 Method Not Allowed', statusCode: 405 }, []],
    [1, /^Weak packages .*:\na, http.*: it was to be gone by 2020-12-01\n$/, { message: '405 Method Not Allowed', statusCode: 405 }, [{ ...line, since: '2020-11-01', until: '2020-12-01' }]],
    [1, /^There is no audit: No lock\.\n$/, { error: { code: 'ENOLOCK', summary: 'No lock.' } }, []],
  ])('ends with %i and says %s', (status, words, report, lines) => {
    const programs = mkdtempSync(join(tmpdir(), 'covenant-npm-'));
    try {
      // npm itself ends with 1 for all of these.
      writeFileSync(join(programs, 'npm'), `#!/bin/sh\ncat <<'END'\n${JSON.stringify(report)}\nEND\nexit 1\n`, { mode: 0o755 });
      writeFileSync(join(programs, 'list.json'), JSON.stringify(lines));
      const env = { ...process.env, NODE_OPTIONS: '', PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}` };
      const told = spawnSync(process.execPath, ['scripts/audit.mjs', join(programs, 'list.json')], { cwd: root, env, encoding: 'utf8' });
      expect([told.status, told.stdout + told.stderr]).toEqual([status, expect.stringMatching(words)]);
    } finally {
      rmSync(programs, { recursive: true, force: true });
    }
  });

  it('is part of what runs before a change is taken, as are licences and the bill of materials', () => {
    const steps = readFileSync(join(root, '.ci/run'), 'utf8');
    for (const name of ['audit', 'licences', 'sbom']) expect(steps).toMatch(new RegExp(`^step '.+' npm run --silent ${name}$`, 'm'));
  });
});
