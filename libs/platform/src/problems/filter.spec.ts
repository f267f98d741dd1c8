import { NotFoundException, PayloadTooLargeException, type ArgumentsHost } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { createLog } from '../observe/log.js';
import { ProblemFilter } from './filter.js';
import { generalProblems } from './general.js';
import { Problem } from './problem.js';
import type { Told } from '../words/told.js';
import { RefusalLog } from './refusal-log.js';

interface Answered {
  status: number;
  headers: Record<string, unknown>;
  body: Record<string, unknown>;
}

const telling = (text: string): Told => (language) => (language === 'en' ? text : `${language}: ${text}`);

/** The filter between a request and a reply that only remember. */
const answered = (error: unknown, lines: string[] = [], request: object = {}): Answered => {
  const answer: Answered = { status: 0, headers: {}, body: {} };
  const reply = {
    sent: false,
    raw: { headersSent: false },
    code: (status: number) => ((answer.status = status), reply),
    headers: (headers: object) => (Object.assign(answer.headers, headers), reply),
    header: (name: string, value: unknown) => ((answer.headers[name] = value), reply),
    send: (body: string) => ((answer.body = JSON.parse(body) as Record<string, unknown>), reply),
  };
  const host = { switchToHttp: () => ({ getRequest: () => ({ id: 'request-1', method: 'POST', routeOptions: { url: '/v1/cities/:id' }, headers: {}, query: {}, ...request }), getResponse: () => reply }) } as unknown as ArgumentsHost;
  const log = createLog('info', { write: (line: string) => void lines.push(line) });
  const translate = (found: unknown): Problem | undefined =>
    found instanceof RangeError ? new Problem(generalProblems.conflict, telling('Translated.')) : undefined;
  new ProblemFilter(log, translate).catch(error, host);
  return answer;
};

describe('what is thrown becomes a problem', () => {
  it('a problem as it is, with its headers, errors and extensions', () => {
    const problem = new Problem(generalProblems['stale-revision'], telling('Read it again.'), {
      headers: { etag: '"3"' },
      errors: [{ pointer: '/a', detail: telling('must be b') }],
      extensions: { revision: 3 },
    });
    expect(answered(problem)).toEqual({
      status: 412,
      headers: { etag: '"3"', 'content-type': 'application/problem+json; charset=utf-8', 'content-language': 'en', vary: 'accept-language' },
      body: {
        type: '/problems/stale-revision',
        title: generalProblems['stale-revision'].words.en.title,
        status: 412,
        detail: 'Read it again.',
        instance: 'request-1',
        errors: [{ pointer: '/a', detail: 'must be b' }],
        revision: 3,
      },
    });
  });

  it.each([
    [{ headers: { 'accept-language': 'de, fr-CA;q=0.8, en;q=0.1' } }, 'fr'],
    [{ headers: { 'accept-language': 'fr' }, query: { lang: 'es' } }, 'es'],
    [{ headers: { 'accept-language': 'es' }, query: { lang: 'tlh' } }, 'es'],
  ] as const)('in the language of whoever reads it, all of it: %j', (request, language) => {
    const errors = [{ pointer: '/a', detail: telling('must be b') }];
    const { headers, body } = answered(new Problem(generalProblems.conflict, telling('Again.'), { errors }), [], request);
    expect(headers['content-language']).toBe(language);
    expect(body).toMatchObject({
      title: generalProblems.conflict.words[language].title,
      detail: `${language}: Again.`,
      errors: [{ pointer: '/a', detail: `${language}: must be b` }],
    });
  });

  it('what the framework throws, by its status, and what is inside it first', () => {
    expect(answered(new NotFoundException()).body['type']).toBe('/problems/not-found');
    expect(answered(new PayloadTooLargeException()).body['type']).toBe('/problems/too-large');
    const wrapped = new NotFoundException('x', { cause: new Problem(generalProblems['malformed-json'], telling('Cut short.')) });
    expect(answered(wrapped).body['type']).toBe('/problems/malformed-json');
  });

  it('what another room throws, translated', () => {
    expect(answered(new RangeError('x')).body).toMatchObject({ type: '/problems/conflict', detail: 'Translated.' });
  });

  it('anything else without a word about it, while the log keeps all of it under the same id', () => {
    const lines: string[] = [];
    const answer = answered(new Error('SELECT secret FROM somewhere'), lines);
    expect(answer.body).toMatchObject({ type: '/problems/internal', status: 500, instance: 'request-1' });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(lines.join()).toMatch(/request-1.*SELECT secret/s);
    expect(answered('a string').status).toBe(500);
  });
});

describe('what is refused', () => {
  const said = (lines: readonly string[]): readonly Record<string, unknown>[] => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

  it.each(['unauthenticated', 'forbidden', 'invalid-input', 'malformed-json', 'too-large'] as const)('is a line in the log by the kind of refusal and the route: %s', (kind) => {
    const lines: string[] = [];
    answered(new Problem(generalProblems[kind], telling('Not for the log: who-it-was')), lines);
    expect(said(lines)).toEqual([expect.objectContaining({ level: 'info', msg: 'refused', problem: kind, status: generalProblems[kind].status, requestId: 'request-1', method: 'POST', route: '/v1/cities/:id' })]);
    expect(lines.join()).not.toContain('who-it-was');
  });

  it('is not what there is not, or what somebody else was faster with', () => {
    const lines: string[] = [];
    for (const kind of ['not-found', 'not-acceptable', 'conflict', 'stale-revision'] as const) answered(new Problem(generalProblems[kind], telling('x')), lines);
    expect(lines).toEqual([]);
  });

  it('fills no disk: so many lines of a status in a minute, then one that says so', () => {
    const lines: string[] = [];
    let now = 0;
    const refusals = new RefusalLog(createLog('info', { write: (line: string) => void lines.push(line) }), () => now);
    const tell = (times: number, status: number): void => {
      for (let left = times; left > 0; left--) refusals.tell({ requestId: 'r', status, problem: 'x', method: 'GET', route: '/' });
    };
    tell(1_000, 422);
    expect(said(lines).map(({ level }) => level)).toEqual([...Array<string>(10).fill('info'), 'warn']);
    // A flood of mistakes hides nobody who tries what is not theirs.
    now = 59_999;
    tell(101, 403);
    expect(said(lines.slice(11)).map(({ level }) => level)).toEqual([...Array<string>(100).fill('info'), 'warn']);
    tell(1, 422);
    expect(lines).toHaveLength(112);
    now = 60_000;
    tell(1, 422);
    tell(1, 403);
    expect(lines).toHaveLength(113);
  });
});
