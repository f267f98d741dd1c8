import { describe, expect, it } from '@jest/globals';
import { elsewhere, enrolment, evidence, given, people, recordId, refused } from '../testing.js';
import { limits } from '../values/limits.js';
import { city, defaultProcedure } from './city.js';
import type { Enrol } from './city.state.js';
import type { CityEvent } from './city.events.js';

const newcomer = { subject: 'subject-new', roles: ['focal-point'] } as const;
const enrolled: CityEvent = { type: 'CityEnrolled', data: { ...enrolment, slug: 'sampleton' } };
const office = { office: 'Office of Human Rights' };
/** The focal point of the city of the scenarios, whose id is the record's own. */
const focalPoint = { ...people.focalPoint, cityId: recordId };
const council = { ...people.council, cityId: recordId };

const enrol = (data: Partial<Enrol>, today = '2026-03-02') =>
  given(city)
    .on(today)
    .when(newcomer, { type: 'enrol', data: { ...enrolment, ...data } });

describe('enrolling a city', () => {
  it('gives it a slug made of its name and region', () => {
    const outcome = enrol({ name: 'Montréal', region: 'Québec' });
    expect(outcome).toEqual([
      { type: 'CityEnrolled', data: { ...enrolment, name: 'Montréal', region: 'Québec', slug: 'montreal-quebec' } },
    ]);
  });

  it('takes the slug that is given, a declaration known by its year, and the mark of a sample', () => {
    const data = { slug: 'our-city', declaredOn: '2003', declaration: 'Resolution 21', sample: true };
    expect(enrol(data)).toEqual([{ type: 'CityEnrolled', data: { ...enrolment, ...data } }]);
    expect(given(city, { type: 'CityEnrolled', data: { ...enrolment, ...data } }).state).toMatchObject({
      status: 'enrolled',
      sample: true,
      procedure: defaultProcedure,
    });
  });

  it.each<[string, Partial<Enrol>, object]>([
    ['a name of blanks', { name: '  ' }, refused('rule', 'text-missing', '/name')],
    ['a long name', { name: 'x'.repeat(limits.name + 1) }, refused('rule', 'text-too-long', '/name')],
    ['a slug with capitals', { slug: 'Sampleton' }, refused('rule', 'invalid-slug', '/slug')],
    ['a name that makes no slug', { name: '城市' }, refused('rule', 'invalid-slug', '/slug')],
    ['a country by name', { country: 'Canada' }, refused('rule', 'invalid-country', '/country')],
    ['a country that no standard has', { country: 'ZZ' }, refused('rule', 'invalid-country', '/country')],
    ['a union for a country', { country: 'EU' }, refused('rule', 'invalid-country', '/country')],
    ['a day that does not exist', { declaredOn: '2026-02-30' }, refused('rule', 'invalid-date', '/declaredOn')],
    ['a declaration to come', { declaredOn: '2027' }, refused('rule', 'date-in-future', '/declaredOn')],
    ['a declaration of tomorrow', { declaredOn: '2026-03-03' }, refused('rule', 'date-in-future', '/declaredOn')],
    ['no language', { languages: [] }, refused('rule', 'items-missing', '/languages')],
    [
      'a language that is none',
      { languages: ['en', 'not a tag'] },
      refused('rule', 'invalid-language', '/languages/1'),
    ],
    ['a language of two letters that is none', { languages: ['xx'] }, refused('rule', 'invalid-language', '/languages/0')],
    ['a word for a language', { languages: ['english'] }, refused('rule', 'invalid-language', '/languages/0')],
    ['a language twice, in two spellings', { languages: ['fr-CA', 'FR-ca'] }, refused('rule', 'repeated-item', '/languages/1')],
    ['a language twice', { languages: ['en', 'en'] }, refused('rule', 'repeated-item', '/languages/1')],
    ['a time zone that is none', { timeZone: 'America/Atlantis' }, refused('rule', 'invalid-time-zone', '/timeZone')],
    ['an offset for a time zone', { timeZone: '+05:00' }, refused('rule', 'invalid-time-zone', '/timeZone')],
    [
      'a digest that is none',
      { evidence: [{ ...evidence, sha256: 'abc' }] },
      refused('rule', 'invalid-evidence', '/evidence/0/sha256'),
    ],
    [
      'a media type that is none',
      { evidence: [{ ...evidence, mediaType: 'pdf' }] },
      refused('rule', 'invalid-evidence', '/evidence/0/mediaType'),
    ],
    ['a lone surrogate', { name: 'Sample\ud800ton' }, refused('rule', 'ill-formed-text', '/name')],
  ])('is refused for %s', (_case, data, refusal) => {
    expect(enrol(data)).toMatchObject(refusal);
  });

  it.each<[Partial<Enrol>]>([
    [{ country: 'XK' }],
    [{ languages: ['crg', 'moh', 'zh-Hant-TW', 'es-419'] }],
    [{ timeZone: 'Asia/Calcutta' }],
    [{ timeZone: 'UTC' }],
  ])('takes %j', (data) => {
    expect(enrol(data)).toMatchObject([{ type: 'CityEnrolled' }]);
  });

  it('is read as it was recorded, whatever is refused today', () => {
    const old = { ...enrolment, slug: 'old', country: 'ZZ', languages: ['xx'] };
    expect(given(city, { type: 'CityEnrolled', data: old }).state).toMatchObject({ country: 'ZZ', languages: ['xx'] });
  });

  it('names every fault at once', () => {
    expect(enrol({ name: '', country: 'x', timeZone: 'y' })).toMatchObject({
      code: 'text-missing',
      also: [{ pointer: '/country' }, { pointer: '/timeZone' }],
    });
  });

  it('is refused for a slug that another city has', () => {
    const outcome = given(city).told({ slugTaken: true }).when(newcomer, { type: 'enrol', data: enrolment });
    expect(outcome).toMatchObject({ ...refused('rule', 'slug-taken', '/slug'), data: { slug: 'sampleton' } });
    expect(city.asks({ type: 'enrol', data: enrolment }, recordId)).toEqual([{ about: 'slug', slug: 'sampleton' }]);
  });

  it('is refused a second time, and to those who belong to another city', () => {
    expect(given(city, enrolled).when(newcomer, { type: 'enrol', data: enrolment })).toMatchObject(
      refused('state', 'already-begun'),
    );
    expect(given(city).when(people.focalPoint, { type: 'enrol', data: enrolment })).toMatchObject(
      refused('role', 'other-city'),
    );
    expect(given(city).when(people.administrator, { type: 'enrol', data: enrolment })).toMatchObject(
      refused('role', 'role-not-allowed'),
    );
  });
});

describe('the focal point', () => {
  it('is established once, then changed', () => {
    const city1 = given(city, enrolled).and(focalPoint, { type: 'establish-focal-point', data: office });
    expect(city1.state).toMatchObject({ focalPoint: office });
    expect(city1.when(focalPoint, { type: 'establish-focal-point', data: office })).toMatchObject(
      refused('state', 'focal-point-exists'),
    );
    const data = { office: 'Equity Office', contact: 'equity@city.example', reason: 'Reorganisation' };
    const city2 = city1.and(council, { type: 'change-focal-point', data });
    expect(city2.state).toMatchObject({ focalPoint: { office: 'Equity Office', contact: 'equity@city.example' } });
  });

  it('cannot be changed before there is one', () => {
    expect(given(city, enrolled).when(focalPoint, { type: 'change-focal-point', data: office })).toMatchObject(
      refused('state', 'no-focal-point'),
    );
  });

  it('is of this city', () => {
    expect(
      given(city, enrolled).when(elsewhere(focalPoint), { type: 'establish-focal-point', data: office }),
    ).toMatchObject(refused('role', 'other-city'));
    expect(given(city).when(focalPoint, { type: 'establish-focal-point', data: office })).toMatchObject(
      refused('state', 'not-begun'),
    );
  });
});

describe('initiatives', () => {
  const joined = given(city, enrolled).and(council, {
    type: 'join-initiative',
    data: { initiative: 'cities-of-peace' },
  });

  it('are joined once and left with a reason', () => {
    expect(joined.state).toMatchObject({ initiatives: [{ initiative: 'cities-of-peace' }] });
    expect(joined.when(council, { type: 'join-initiative', data: { initiative: 'cities-of-peace' } })).toMatchObject(
      refused('state', 'already-joined'),
    );
    const left = joined.and(council, {
      type: 'leave-initiative',
      data: { initiative: 'cities-of-peace', reason: 'The network ended.' },
    });
    expect(left.state).toMatchObject({ initiatives: [] });
  });

  it('that were not joined cannot be left', () => {
    const data = { initiative: 'agenda-2030', reason: 'Over' } as const;
    expect(joined.when(council, { type: 'leave-initiative', data })).toMatchObject(refused('state', 'not-joined'));
  });

  it('without a code need a name, and each name is an initiative of its own', () => {
    expect(joined.when(council, { type: 'join-initiative', data: { initiative: 'other' } })).toMatchObject(
      refused('rule', 'name-missing', '/name'),
    );
    const two = joined
      .and(council, { type: 'join-initiative', data: { initiative: 'other', name: 'Cities for CEDAW' } })
      .and(council, { type: 'join-initiative', data: { initiative: 'other', name: 'Age-friendly Cities' } });
    expect(two.state).toMatchObject({
      initiatives: [{}, { name: 'Cities for CEDAW' }, { name: 'Age-friendly Cities' }],
    });
  });
});

describe('the procedure', () => {
  it('is changed member by member', () => {
    const set = given(city, enrolled).and(council, { type: 'set-procedure', data: { scrutinyAnswerDays: 90 } });
    expect(set.state).toMatchObject({ procedure: { ...defaultProcedure, scrutinyAnswerDays: 90 } });
  });

  it.each([
    ['nothing', {}, refused('rule', 'nothing-to-change')],
    ['no days', { scrutinyAnswerDays: 0 }, refused('rule', 'invalid-number', '/scrutinyAnswerDays')],
    ['half a day', { remedyEscalationDays: 1.5 }, refused('rule', 'invalid-number', '/remedyEscalationDays')],
    ['a reason of blanks', { scrutinyAnswerDays: 5, reason: ' ' }, refused('rule', 'text-missing', '/reason')],
  ])('is refused for %s', (_case, data, refusal) => {
    expect(given(city, enrolled).when(council, { type: 'set-procedure', data })).toMatchObject(refusal);
  });
});
