import { describe, expect, it } from '@jest/globals';
import type { Problem, ProblemDocument } from '../problems/problem.js';
import { checked } from './checker.js';
import { Each, Has, HasEach, Is, Maybe } from './fields.js';
import { date, instant, isDate, isInstant, number, oneOf, text, utcInstant, uuid, whole, yesNo } from './kind.js';
import { checkedQuery } from './query.js';

class Stop {
  @Is(text(10), 'name')
  readonly name!: string;

  @Maybe(date, 'when')
  readonly on?: string;
}

class Journey {
  @Is(uuid, 'id')
  readonly id!: string;

  @Each(oneOf(['sea', 'land', 'air'], 'Way'), 'ways', { min: 1, max: 2 })
  readonly ways!: readonly string[];

  @Has(() => Stop, 'start')
  readonly start!: Stop;

  @HasEach(() => Stop, 'stops', { optional: true, max: 2 })
  readonly stops?: readonly Stop[];

  @Maybe(yesNo, 'with a return')
  readonly back?: boolean;
}

class Search {
  @Maybe(whole(1, 10), 'limit')
  readonly limit?: number;

  @Maybe(number(0, 1), 'share')
  readonly share?: number;

  @Maybe(yesNo, 'open')
  readonly open?: boolean;

  @Maybe(text(10), 'words')
  readonly q?: string;
}

const id = '01912d68-783e-7a03-8467-5661c1243ad4';
const good = { id, ways: ['sea'], start: { name: 'A' } };
const errorsOf = (check: () => unknown): NonNullable<ProblemDocument['errors']> => {
  try {
    check();
  } catch (error) {
    return (error as Problem).toDocument('x').errors ?? [];
  }
  return [];
};
const pointers = (check: () => unknown): string[] => errorsOf(check).map(({ pointer }) => pointer);

describe('a body', () => {
  it('that is right comes out as it went in, plain', () => {
    const value = { ...good, stops: [{ name: 'B', on: '2026-03-31' }], back: false };
    const result = checked(Journey, value);
    expect(result).toEqual(value);
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
  });

  it.each([
    [{ ...good, id: id.toUpperCase() }, ['/id']],
    [{ ...good, ways: [] }, ['/ways']],
    [{ ...good, ways: ['sea', 'sea'] }, ['/ways']],
    [{ ...good, ways: ['sea', 'road', 7] }, ['/ways', '/ways/1', '/ways/2']],
    [{ ...good, ways: 'sea' }, ['/ways']],
    [{ ...good, start: [] }, ['/start']],
    [{ ...good, start: null }, ['/start']],
    [{ ...good, start: { name: ' ', on: '2026-02-29' } }, ['/start/name', '/start/on']],
    [{ ...good, stops: [{ name: 'B' }, {}, 'C'] }, ['/stops']],
    [{ ...good, stops: [{}, 'C'] }, ['/stops/0/name', '/stops/1']],
    [{ ...good, stops: { length: 1 } }, ['/stops']],
    [{ ...good, back: 'true' }, ['/back']],
    [{}, ['/id', '/ways', '/start']],
    [[], ['']],
    [null, ['']],
    ['text', ['']],
  ])('%j is told everything that is wrong', (value, expected) => {
    expect(pointers(() => checked(Journey, value))).toEqual(expected);
  });

  it('refuses members that an object has by birth', () => {
    const value: unknown = JSON.parse(`{"id":"${id}","ways":["sea"],"start":{"name":"A","constructor":1},"__proto__":{"back":true},"toString":1}`);
    expect(pointers(() => checked(Journey, value))).toEqual(['/__proto__', '/toString', '/start/constructor']);
  });

  it('says what would have been right', () => {
    const [first] = errorsOf(() => checked(Journey, { ...good, ways: ['road'] }));
    expect(first).toEqual({ pointer: '/ways/0', detail: 'must be one of sea, land, air' });
    const [missing] = errorsOf(() => checked(Journey, { id, ways: ['sea'] }));
    expect(missing).toEqual({ pointer: '/start', detail: 'is missing; it must be a JSON object' });
  });
});

describe('a query', () => {
  it('is read by the kinds of its fields', () => {
    expect(checkedQuery(Search, { limit: '7', share: '0.5', open: 'true', q: '7' })).toEqual({ limit: 7, share: 0.5, open: true, q: '7' });
    expect(checkedQuery(Search, { limit: '', q: '' })).toEqual({});
  });

  it.each([
    [{ limit: '1e1' }, ['/limit']],
    [{ limit: '11', share: 'half', open: '1' }, ['/limit', '/share', '/open']],
    [{ limit: ['1', '2'] }, ['/limit']],
    [{ colour: 'red', constructor: 'x' }, ['/colour', '/constructor']],
    [{ q: 'a\0b' }, ['/q']],
  ])('%j is told everything that is wrong', (query, expected) => {
    expect(pointers(() => checkedQuery(Search, query))).toEqual(expected);
  });
});

describe('kinds', () => {
  it('count characters, not code units', () => {
    expect(text(2).test('😀😀')).toBe(true);
    expect(text(2).test('😀😀😀')).toBe(false);
  });

  it('know which days exist', () => {
    expect(['2024-02-29', '2026-12-31', '1000-01-01'].every(isDate)).toBe(true);
    expect(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-04-30', '2026-4-3', 20260403].some(isDate)).toBe(false);
  });

  it('know which times exist', () => {
    expect(['2026-03-31T09:30:00Z', '2026-03-31T23:59:59.999+14:00'].every(isInstant)).toBe(true);
    expect(['2026-03-31', '2026-03-31T24:00:00Z', '2026-02-30T00:00:00Z', '2026-03-31 09:30:00Z', '2026-03-31T09:30:00'].some(isInstant)).toBe(false);
    expect(instant.sentence('en')).toContain('RFC 3339');
  });

  it('tell times in UTC to the last digit, whatever the offset', () => {
    expect(utcInstant('5403-01-08T13:12:06.68+17:15')).toBe('5403-01-07T19:57:06.68Z');
    expect(utcInstant('2026-03-31T23:30:00.123456789-23:59')).toBe('2026-04-01T23:29:00.123456789Z');
    expect(utcInstant('2026-03-31T09:30:00Z')).toBe('2026-03-31T09:30:00Z');
  });
});
