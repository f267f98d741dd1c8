import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { introspected, IssuerUnavailable } from './index.js';

describe('an issuer that is asked about a token', () => {
  const asks: { readonly form: string; readonly authorization: string | undefined }[] = [];
  let says: { readonly status?: number; readonly body: string };
  let one: Server;
  let at: string;
  beforeAll(async () => {
    one = createServer((request, answer) => {
      let form = '';
      request.setEncoding('utf8').on('data', (chunk: string) => (form += chunk));
      request.on('end', () => {
        asks.push({ form, authorization: request.headers.authorization });
        answer.writeHead(says.status ?? 200, { 'content-type': 'application/json', connection: 'close', location: '/elsewhere' }).end(says.body);
      });
    });
    await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
    at = `http://127.0.0.1:${(one.address() as AddressInfo).port}/introspect`;
  });
  afterAll(() => new Promise((resolve) => one.close(resolve)));
  const ask = (): Promise<boolean> => introspected({ url: at, client: 'ledger', secret: 'of the ledger' })('a.b.c');

  it('is asked as RFC 7662 has it, and believed', async () => {
    for (const active of [true, false]) {
      says = { body: JSON.stringify({ active }) };
      expect(await ask()).toBe(active);
    }
    expect(asks.at(-1)).toEqual({ form: 'token=a.b.c&token_type_hint=access_token', authorization: `Basic ${Buffer.from('ledger:of%20the%20ledger').toString('base64')}` });
  });

  it.each([
    ['does not know us', { status: 401, body: '{"active":true}' }],
    ['sends elsewhere', { status: 307, body: '{"active":true}' }],
    ['says no JSON', { body: 'yes' }],
    ['says something else', { body: '{"active":"true"}' }],
  ])('has not said yes where it %s', async (_what, said) => {
    says = said;
    await expect(ask()).rejects.toThrow(IssuerUnavailable);
  });

  it('has not said yes where it is down', async () => {
    await expect(introspected({ url: 'http://127.0.0.1:9/', client: 'a', secret: 'b' })('a.b.c')).rejects.toThrow(IssuerUnavailable);
  });
});
