import { describe, expect, it } from '@jest/globals';
import { firstAnswer } from './answers.js';

const answer = 'HTTP/1.1 201 Created\r\ncontent-type: a\r\nContent-Length: 2\r\n\r\n{}';

describe('what a client of the benches reads', () => {
  it('is one answer after the other', () => {
    expect(firstAnswer(`${answer}HTTP`)).toEqual({ status: '201', rest: 'HTTP' });
    expect(firstAnswer(answer)).toEqual({ status: '201', rest: '' });
  });

  it.each([answer.slice(0, 30), answer.slice(0, -1), ''])('is waited for: %j', (part) => {
    expect(firstAnswer(part)).toBeUndefined();
  });

  it('is refused when nobody could say where it ends', () => {
    expect(() => firstAnswer('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n')).toThrow('an answer without a length: HTTP/1.1 200 OK');
  });
});
