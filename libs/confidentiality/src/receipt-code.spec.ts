import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { hashCode, isCode, lodgingSecrets, receiptCode } from './receipt-code.js';

describe('a receipt code', () => {
  it('is 130 bits in letters that are not taken for one another', () => {
    const codes = Array.from({ length: 500 }, () => receiptCode(randomBytes(32)));
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{6}$/);
    expect(new Set(codes).size).toBe(500);
    // Every symbol comes up at every place: no bit of the 130 stands still.
    for (let place = 0; place < 26; place += 1) {
      expect(new Set(codes.map((code) => code.replaceAll('-', '')[place])).size).toBe(32);
    }
    expect(() => receiptCode(randomBytes(25))).toThrow(RangeError);
  });

  it('is known again however it is typed, and no other is', async () => {
    const code = '0O1IL-00000-ZZZZZ-ZZZZZ-ZZZZZZ';
    const kept = await hashCode(code);
    expect(kept.hash).toHaveLength(32);
    await expect(isCode('oo111 00000zzzzz-ZZZZZ-zzzzzz', kept)).resolves.toBe(true);
    await expect(isCode('0O1IL-00000-ZZZZZ-ZZZZZ-ZZZZZ0', kept)).resolves.toBe(false);
    await expect(isCode(code, undefined)).resolves.toBe(false);
    expect(Buffer.from((await hashCode(code)).hash)).not.toEqual(Buffer.from(kept.hash));
  });
});

describe('the secrets of a lodging', () => {
  const request = { serverKey: randomBytes(32), idempotencyKey: 'a-key', body: '{"text":"Cold"}' };

  it('are the same for exactly the same request, and for no other', () => {
    const secrets = lodgingSecrets(request);
    expect(lodgingSecrets({ ...request })).toEqual(secrets);
    for (const other of [
      { ...request, idempotencyKey: 'b-key' },
      { ...request, body: '{"text":"Warm"}' },
      { ...request, serverKey: randomBytes(32) },
      // The same letters, cut at another place.
      { ...request, idempotencyKey: 'a-ke', body: `y${request.body}` },
    ]) {
      const values = Object.values(lodgingSecrets(other));
      for (const value of Object.values(secrets)) expect(values).not.toContain(value);
    }
  });

  it('are chance where there is no key', () => {
    expect(lodgingSecrets().code).not.toBe(lodgingSecrets().code);
    expect(lodgingSecrets().record).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
