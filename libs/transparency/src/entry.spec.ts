import { describe, expect, it } from '@jest/globals';
import {
  decodeBundle,
  encodeBundle,
  entriesPath,
  entryBytes,
  EntryTooLarge,
  fromUtf8,
  MalformedError,
  MAX_ENTRY_BYTES,
  parseEntry,
  parseTilePath,
  tilePath,
  utf8,
  type LogEvent,
} from '@covenant/transparency';
import { testEvent } from './testing.js';

const event: LogEvent & Record<string, unknown> = {
  id: '0198a000-0000-7000-8000-000000000001',
  stream: 'commitment-0198a000-0000-7000-8000-000000000002',
  revision: 3,
  type: 'CommitmentMade',
  position: 17n,
  data: { title: 'Wohnraum', b: [1, { d: 1, c: null }] },
  metadata: {
    cityId: '0198a000-0000-7000-8000-000000000003',
    actor: { subject: 's-1', role: 'staff' },
    recordedAt: '2026-01-31T12:00:00.000Z',
    correlationId: '0198a000-0000-7000-8000-000000000004',
    schemaVersion: 1,
    ...{ idempotencyKey: 'k', requestDigest: 'd', traceparent: '00-…' },
  },
};

describe('an entry', () => {
  it('has the members of the specification, in canonical order, and no others', () => {
    expect(fromUtf8(entryBytes(event))).toBe(
      '{"actor":{"role":"staff","subject":"s-1"},"cityId":"0198a000-0000-7000-8000-000000000003",' +
        '"correlationId":"0198a000-0000-7000-8000-000000000004","data":{"b":[1,{"c":null,"d":1}],"title":"Wohnraum"},' +
        '"id":"0198a000-0000-7000-8000-000000000001","recordedAt":"2026-01-31T12:00:00.000Z","revision":3,' +
        '"schemaVersion":1,"stream":"commitment-0198a000-0000-7000-8000-000000000002","type":"CommitmentMade"}',
    );
  });

  it('has a cause and a date of effect only where there is one', () => {
    const metadata = { ...event.metadata, causationId: 'c', effectiveOn: '2026-03-01' };
    const text = fromUtf8(entryBytes({ ...event, metadata })) ?? '';
    expect(text).toContain('"causationId":"c","cityId"');
    expect(text).toContain('"effectiveOn":"2026-03-01","id"');
  });

  it('is read back as it was written', () => {
    expect(parseEntry(entryBytes(event))).toMatchObject({ id: event.id, revision: 3, data: event.data });
  });

  it('fits up to 65,535 bytes and is refused beyond, by bytes and not by characters', () => {
    const room = MAX_ENTRY_BYTES - entryBytes({ ...event, data: { text: '' } }).length;
    expect(entryBytes({ ...event, data: { text: 'x'.repeat(room) } }).length).toBe(MAX_ENTRY_BYTES);
    const tooLarge = (): Uint8Array => entryBytes({ ...event, data: { text: `${'x'.repeat(room - 1)}é` } });
    expect(tooLarge).toThrow(EntryTooLarge);
    expect(tooLarge).toThrow(`event ${event.id} makes an entry of 65536 bytes; the log takes 65535`);
  });

  it.each([
    ['an unknown member', { extra: 1 }, 'extra'],
    ['a missing member', { stream: undefined }, 'stream'],
    ['null for a member that does not apply', { effectiveOn: null }, 'effectiveOn'],
    ['a negative revision', { revision: -1 }, 'revision'],
    ['a time without milliseconds', { recordedAt: '2026-01-31T12:00:00Z' }, 'recordedAt'],
    ['a time of another zone', { recordedAt: '2026-01-31T12:00:00.000+01:00' }, 'recordedAt'],
    ['data that is a list', { data: [] }, 'data'],
    ['an actor that is a text', { actor: 'me' }, 'actor'],
  ])('is refused with %s', (_, change, member) => {
    const entry: unknown = JSON.parse(fromUtf8(entryBytes(event)) ?? '');
    const bytes = utf8(JSON.stringify({ ...(entry as object), ...change }));
    expect(() => parseEntry(bytes)).toThrow(`its member “${member}” is wrong`);
  });

  it('is refused in any other form of the same meaning', () => {
    const text = fromUtf8(entryBytes(event)) ?? '';
    for (const other of [`${text}\n`, ` ${text}`, text.replace(':3,', ':3.0,'), text.replace('Wohnraum', 'W\\u006fhnraum')]) {
      expect(() => parseEntry(utf8(other))).toThrow('canonical');
    }
    for (const other of ['', '[]', 'null', '{', '\u0000']) expect(() => parseEntry(utf8(other))).toThrow(MalformedError);
    expect(() => parseEntry(Uint8Array.of(0xff))).toThrow('UTF-8');
  });
});

describe('a bundle', () => {
  const entries = [utf8(''), utf8('a'), entryBytes(testEvent(1)), new Uint8Array(MAX_ENTRY_BYTES)];

  it('is a big-endian length before each entry', () => {
    expect(encodeBundle([utf8('ab'), utf8('')])).toEqual(Uint8Array.of(0, 2, 0x61, 0x62, 0, 0));
    const bundle = encodeBundle(entries);
    expect(decodeBundle(bundle, 4)).toEqual(entries);
  });

  it('is refused cut at any byte, with more, or with another number of entries', () => {
    const bundle = encodeBundle([utf8('abc'), utf8('defg')]);
    for (let length = 0; length < bundle.length; length++) {
      expect(() => decodeBundle(bundle.subarray(0, length), 2)).toThrow(MalformedError);
    }
    expect(() => decodeBundle(Uint8Array.of(...bundle, 0), 2)).toThrow(MalformedError);
    expect(() => decodeBundle(bundle, 1)).toThrow('more than the 1');
    expect(() => decodeBundle(bundle, 3)).toThrow('2 entries where 3');
  });

  it('holds 256 entries of at most 65,535 bytes', () => {
    expect(() => encodeBundle(Array.from({ length: 257 }, () => utf8('')))).toThrow(RangeError);
    expect(() => encodeBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });
});

describe('the path of a tile', () => {
  it.each([
    ['tile/0/000', { level: 0, index: 0, width: 256 }],
    ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['tile/63/x001/000.p/1', { level: 63, index: 1000, width: 1 }],
    ['tile/2/999.p/255', { level: 2, index: 999, width: 255 }],
  ])('%s is written and read alike', (path, tile) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual({ kind: 'hashes', ...tile });
  });

  it('has entries beside the levels', () => {
    expect(entriesPath(273, 112)).toBe('tile/entries/273.p/112');
    expect(entriesPath(1000)).toBe('tile/entries/x001/000');
    expect(parseTilePath('tile/entries/273.p/112')).toEqual({ kind: 'entries', index: 273, width: 112 });
  });

  it.each([
    'tile/0/0',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/x001',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000/',
    '/tile/0/000',
    'tile/data/000',
    'tile/entries/0000',
    'tile/0/x999/x999/x999/x999/x999/999',
    'tile/0/../../checkpoint',
  ])('%s is none', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  it('refuses to write what is none', () => {
    expect(() => tilePath({ level: 64, index: 0, width: 1 })).toThrow(RangeError);
    expect(() => tilePath({ level: 0, index: -1, width: 1 })).toThrow(RangeError);
    expect(() => entriesPath(0, 257)).toThrow(RangeError);
  });
});
