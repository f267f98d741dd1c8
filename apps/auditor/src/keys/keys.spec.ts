import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { consistencyProof, formatKeyEntries, parseEntry, parseKeyEntries, toBase64, utf8 } from '@covenant/transparency';
import { seeded, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { verifyEvidence } from '../evidence/verify-evidence.js';
import { mirror } from '../mirror/mirror.js';
import { monitor } from '../monitor/monitor.js';
import { prove } from '../prove/prove.js';
import type { Report } from '../report/report.js';
import { City, kinds, origin } from '../testing/changing-city.js';
import { scratch } from '../testing/copies.js';
import { verify } from '../verify/verify.js';
import { witness } from '../witness/serve.js';

let dir: ReturnType<typeof scratch>;
beforeEach(() => {
  dir = scratch();
});
afterEach(() => dir.remove());

const codes = ({ findings, remarks }: Report): { found: string[]; told: string[] } => ({
  found: findings.map(({ code }) => code),
  told: remarks.map(({ code }) => code).filter((code) => code.startsWith('key-')),
});

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('a log whose %s key is replaced', (kind) => {
  it('is followed by who pinned the old key, in plain words; the copy verifies across the change, and every proof', async () => {
    await using city = await City.of(kind);
    const copy = join(dir.path, 'copy');
    await city.grow(300).serve();
    expect((await mirror(city.server.url, copy, { key: city.key })).verdict).toBe('held');
    const before = await city.proof(7);
    await city.announce();
    expect(codes(await mirror(city.server.url, copy))).toEqual({ found: [], told: ['key-announced'] });
    await city.grow(2).retire();
    await city.grow(1).serve();
    const late = await mirror(city.server.url, copy);
    expect([late.verdict, codes(late)]).toEqual(['held', { found: [], told: ['key-retired'] }]);
    const verified = await verify(copy);
    expect([verified.verdict, codes(verified)]).toEqual(['held', { found: [], told: ['key-announced', 'key-retired'] }]);

    writeFileSync(join(dir.path, 'event.json'), city.log.entries[7] ?? '');
    for (const [name, proof] of [['before', before], ['after', await city.proof(7)]] as const) {
      writeFileSync(join(dir.path, name), proof);
      expect(prove(join(dir.path, 'event.json'), join(dir.path, name), { mirror: copy }).verdict).toBe('held');
    }
    expect(prove(join(dir.path, 'event.json'), join(dir.path, 'before'), { key: city.key }).verdict).toBe('held');
    expect(prove(join(dir.path, 'event.json'), join(dir.path, 'after'), { key: city.key }).verdict).toBe('failed');
    writeFileSync(join(dir.path, 'keys.json'), city.keys());
    expect(codes(prove(join(dir.path, 'event.json'), join(dir.path, 'after'), { key: city.key }))).toEqual({ found: [], told: ['key-announced', 'key-retired'] });
  });

  it('is followed by who was away all the time in which both signed', async () => {
    await using city = await City.of(kind);
    const copy = join(dir.path, 'copy');
    await city.grow(20).serve();
    await mirror(city.server.url, copy, { key: city.key });
    await city.announce();
    await city.retire();
    const report = await mirror(city.server.url, copy);
    expect([report.verdict, codes(report)]).toEqual(['held', { found: [], told: ['key-announced', 'key-retired'] }]);
    expect((await verify(copy)).verdict).toBe('held');
  });
});

describe('a new key is refused', () => {
  const away = async (city: City): Promise<string> => {
    const copy = join(dir.path, 'copy');
    await city.grow(20).serve();
    await mirror(city.server.url, copy, { key: city.key });
    return copy;
  };

  it('that nothing announced', async () => {
    await using city = await City.of();
    const copy = await away(city);
    city.signers.splice(0, 1, city.next);
    await city.grow(5).serve();
    expect(codes(await mirror(city.server.url, copy)).found).toEqual(['checkpoint-unsigned']);
    expect(codes(await monitor(city.server.url, join(dir.path, 'watch'), { key: city.key, late: 60, silence: 600 })).found).toEqual(['checkpoint-unsigned']);
  });

  it('that is announced at the server’s address and not in the log', async () => {
    await using city = await City.of();
    const copy = await away(city);
    const entry = parseEntry(testEntry(400, { stream: 'log-key-01980000-0000-7000-9000-0000000000aa', revision: 0, type: 'LogKeyAnnounced', data: await city.announcement() }));
    city.signers.splice(0, 1, city.next);
    await city.grow(5).serve();
    city.server.files.set('keys', utf8(JSON.stringify({ entries: [{ number: 21, entry }] })));
    expect(codes(await mirror(city.server.url, copy)).found).toEqual(['checkpoint-unsigned']);
    expect(codes(await monitor(city.server.url, join(dir.path, 'watch'), { key: city.key, late: 60, silence: 600 })).found).toEqual(['tile-unproven']);
  });

  it('that a stranger announced, and is told of', async () => {
    await using city = await City.of();
    const copy = await away(city);
    const forged = { ...(await city.announcement()), signatures: [] };
    await city.tell('LogKeyAnnounced', forged, 0);
    const report = await mirror(city.server.url, copy);
    expect([report.verdict, codes(report)]).toEqual(['held', { found: [], told: ['key-refused'] }]);
    city.signers.splice(0, 1, city.next);
    await city.grow(5).serve();
    expect(codes(await mirror(city.server.url, copy)).found).toEqual(['checkpoint-unsigned']);
  });

  it('and so is the old one, under what has its retirement', async () => {
    await using city = await City.of();
    const copy = await away(city);
    await city.announce();
    await city.retire();
    city.signers.splice(0, 1, city.old);
    await city.grow(5).serve();
    const report = await mirror(city.server.url, copy);
    expect(codes(report).found).toEqual(['checkpoint-unsigned']);
    expect(JSON.stringify(report.findings)).toContain('was retired in entry 21');
  });
});

describe('those who watch', () => {
  it('hold a log to the retirement of its key, though it tells of it no more', async () => {
    await using city = await City.of();
    const watch = (): Promise<Report> => monitor(city.server.url, join(dir.path, 'watch'), { key: city.key, late: 1e9, silence: 1e9 });
    await city.grow(20).serve();
    await city.announce();
    await city.retire();
    expect((await watch()).verdict).toBe('held');
    const told = parseKeyEntries(city.keys());
    city.signers.splice(0, 1, city.old);
    await city.grow(5).serve();
    city.server.files.set('keys', formatKeyEntries(told.slice(0, 1)));
    for (let look = 0; look < 2; look++) {
      const report = await watch();
      expect(codes(report).found).toEqual(['checkpoint-unsigned']);
      expect(JSON.stringify(report.findings)).toContain('was retired in entry 21');
    }
    city.signers.splice(0, 1, city.next);
    await city.grow(5).serve();
    expect((await watch()).verdict).toBe('held');
  });

  it('go on when a log changes its key, and catch it under the new one: the monitor, and a witness that knows its address', async () => {
    await using city = await City.of();
    await city.grow(20).serve();
    const watch = (): Promise<Report> => monitor(city.server.url, join(dir.path, 'watch'), { key: city.key, late: 1e9, silence: 1e9 });
    expect((await watch()).verdict).toBe('held');
    const policy = join(dir.path, 'policy');
    writeFileSync(policy, `log ${city.key} ${city.server.url}/log\nquorum none\n`);
    const ending = new AbortController();
    const said: string[] = [];
    let ready: (url: string) => void = () => undefined;
    const at = new Promise<string>((resolve) => (ready = resolve));
    const options = { policy, name: 'example.org/witness', listen: '127.0.0.1:0', signal: ending.signal, note: (line: string) => void said.push(line), ready: (url: string) => ready(url) };
    const running = witness(join(dir.path, 'witness'), options);
    const url = await at;
    const cosign = async (old: number): Promise<number> => {
      const proof = old === 0 ? [] : await consistencyProof(old, city.log.size, city.log.read);
      const body = `old ${old}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${new TextDecoder().decode(await city.log.checkpoint())}`;
      return (await fetch(`${url}/add-checkpoint`, { method: 'POST', body })).status;
    };
    try {
      expect(await cosign(0)).toBe(200);
      const seen = city.log.size;
      await city.announce();
      await city.retire();
      expect(await cosign(seen)).toBe(200);
      expect(said.join('\n')).toContain('has changed a key');
      const watched = await watch();
      expect([watched.verdict, codes(watched).found]).toEqual(['held', []]);
      const body = `old ${seen + 2}\n\n${new TextDecoder().decode(await city.fork(0).checkpoint())}`;
      expect((await fetch(`${url}/add-checkpoint`, { method: 'POST', body })).status).toBe(409);
      const [evidence = ''] = readdirSync(join(dir.path, 'witness', 'evidence'));
      expect(await verifyEvidence(join(dir.path, 'witness', 'evidence', evidence), { key: city.key })).toMatchObject({ result: [{ code: 'evidence-forked' }] });
      city.signers.splice(0, 1, testSigner(origin, 99));
      await city.grow(3).serve();
      expect(await cosign(seen + 2)).toBe(403);
    } finally {
      ending.abort();
      await running;
    }
    expect(readFileSync(policy, 'utf8')).toContain(city.key);
  });
});

describe('a copy across a change', () => {
  it('verifies with none of its signatures or announcements bent: 200 seeded bit flips', async () => {
    await using city = await City.of();
    const copy = join(dir.path, 'copy');
    await city.grow(10).serve();
    await mirror(city.server.url, copy, { key: city.key });
    await city.announce();
    await city.retire();
    await mirror(city.server.url, copy);
    const files = ['checkpoint', 'checkpoints/10', 'checkpoints/12', 'policy', 'tile/entries/000.p/12', 'tile/0/000.p/12'];
    const chance = seeded(7);
    for (let i = 0; i < 200; i++) {
      const path = join(copy, files[Math.floor(chance() * files.length)] ?? '');
      const bytes = readFileSync(path);
      const at = Math.floor(chance() * bytes.length);
      const bent = Buffer.from(bytes);
      bent[at] = (bent[at] ?? 0) ^ (1 << Math.floor(chance() * 8));
      writeFileSync(path, bent);
      const { verdict } = await verify(copy).catch(() => ({ verdict: 'unchecked' }));
      expect([path, at, verdict]).not.toEqual([path, at, 'held']);
      writeFileSync(path, bytes);
    }
    expect((await verify(copy)).verdict).toBe('held');
  });
});
