import { describe, expect, it } from '@jest/globals';
import { createLog } from './log.js';
import { readiness } from './health.js';
import { Metrics } from './metrics.js';

describe('the log', () => {
  it('is one JSON object a line, and withholds what is secret wherever it stands', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line: string) => void lines.push(line) });
    log.info({ headers: { authorization: 'Bearer abc' }, token: 'abc', caller: { password: 'abc', subject: 'anna' } }, 'seen');
    log.debug('not told');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'seen', caller: { subject: 'anna' } });
    expect(lines[0]).not.toContain('abc');
    expect(lines[0]).toMatch(/"time":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/);
  });
});

describe('readiness', () => {
  it('is up when everything is, and names what is not without giving its words away', async () => {
    const up = { name: 'a', check: () => Promise.resolve({ status: 'up' as const, detail: { head: 7 } }) };
    const failing = { name: 'b', check: () => Promise.reject(new TypeError('postgres://secret@host')) };
    expect(await readiness([up])).toEqual({ status: 'up', parts: { a: { status: 'up', detail: { head: 7 } } } });
    const report = await readiness([up, failing]);
    expect(report).toMatchObject({ status: 'down', parts: { a: { status: 'up' }, b: { status: 'down', detail: { reason: 'TypeError' } } } });
    expect(JSON.stringify(report)).not.toContain('secret');
  });

  it('does not wait for one that never answers', async () => {
    const silent = { name: 'c', check: () => new Promise<never>(() => undefined) };
    expect(await readiness([silent], 10)).toMatchObject({ status: 'down', parts: { c: { status: 'down' } } });
  });
});

describe('figures', () => {
  it('count requests by route and class of status, never by address', async () => {
    const metrics = new Metrics();
    metrics.observe('GET', '/v1/commitments/:id', 404, 0.002);
    metrics.observe('GET', '/v1/commitments/:id', 200, 0.002);
    const text = await metrics.text();
    expect(text).toContain('covenant_http_request_seconds_count{method="GET",route="/v1/commitments/:id",status="4xx"} 1');
    expect(text).toContain('status="2xx"} 1');
  });
});
