import { describe, expect, it } from '@jest/globals';
import { createLog } from './log.js';
import { scrub } from './scrub.js';

const logged = (write: (log: ReturnType<typeof createLog>) => void): readonly string[] => {
  const lines: string[] = [];
  write(createLog('info', { write: (line: string) => void lines.push(line) }));
  return lines;
};

describe('a line of the log', () => {
  it('stays one line that a terminal shows as it is, whatever stands in it', () => {
    const signs = ['\r', '\n', '\u0000', '\u0007', '\u001b[2J', '\u0085', '\u009b2J', '\u2028', '\u2029', '\u202e', '\u2066', '\u200b', '\ufeff', '\u007f', '\ud800', '%s%d%j'];
    for (const sign of signs) {
      const forged = `/v1/x${sign}{"level":"info","msg":"forged"}`;
      const [line = '', ...more] = logged((log) => log.info({ path: forged, [forged]: 1, err: new Error(forged) }, forged));
      expect(more).toEqual([]);
      expect(line.trimEnd()).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
      expect(line.endsWith('\n')).toBe(true);
      if (sign !== '\ud800') expect(JSON.parse(line)).toMatchObject({ msg: forged, path: forged, level: 'info' });
    }
  });

  it('has no secret in it, wherever it stands', () => {
    const token = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJlLW9mLWl0';
    const code = 'A1B2C-D3E4F-G5H6J-K7M8N-P9Q0RS';
    const texts = [`postgres://covenant_app:hunter2@db:5432/c`, `esdb+discover://u:hunter2/@x@a:2113`, `Bearer ${token}`, `?access_token=${token}&x`, `code ${code}`, code.toLowerCase().replaceAll('-', ' ')];
    for (const text of texts) {
      const invalid = Object.assign(new TypeError('Invalid URL'), { input: text });
      const lines = logged((log) => log.error({ err: invalid, [text]: text, list: [{ text }] }, text)).join('');
      expect(lines).toContain('[withheld]');
      for (const secret of ['hunter2', token, token.slice(0, 40), code, code.toLowerCase().replaceAll('-', ' ')]) expect(lines).not.toContain(secret);
      expect(JSON.parse(lines)).toMatchObject({ level: 'error' });
    }
  });

  it('leaves what is no secret', () => {
    const text = 'http://127.0.0.1:3000/v1/cities?limit=5, at 12:30, by office:housing@city, covenant_app at db:5432, id 0198f3a2-0000-7000-8000-000000000000';
    expect(scrub(text)).toBe(text);
  });
});
