import { notInConflictOver } from '../council/council.conflicts.js';
import type { Begun, Context } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule, refuseState } from '../kernel/refusal.js';
import type { Rules } from '../kernel/rules.js';
import { content } from '../kernel/rules.js';
import { escalationBodies } from '../vocabularies/records.js';
import { initiatives } from '../vocabularies/small.js';
import { evidenceFaults } from '../values/common.js';
import { isDate, isPartialDate, isTimeZone } from '../values/dates.js';
import { countries } from '../values/countries.data.js';
import type { Faults } from '../values/faults.js';
import { codeFaults, cut, dateFaults, listFaults, numberFaults, repeatedFaults, textFaults } from '../values/faults.js';
import { limits } from '../values/limits.js';
import { adoptRetentionRules, proposeRetentionRules } from '../retention/rules.js';
import { rectifyRules } from '../values/rectification.js';
import type { FocalPoint, Membership } from './city.events.js';
import type { CityCommand, CityState, Enrol } from './city.state.js';

type City = Begun<CityState>;

/** The slug of a new city: the one given, or made from its name and region. */
export const slugOf = ({ slug, name, region }: Pick<Enrol, 'slug' | 'name' | 'region'>): string =>
  slug ??
  [name, ...(region === undefined ? [] : [region])]
    .join(' ')
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, limits.slug)
    .replaceAll(/^-|-$/g, '');

/** Two memberships are the same when code and name are. */
export const memberKey = ({ initiative, name }: Pick<Membership, 'initiative' | 'name'>): string =>
  JSON.stringify([initiative, name ?? '']);

const slugFaults = (data: Enrol): Faults => {
  // Without a name there is nothing to make a slug of, and the name is the fault.
  if (data.slug === undefined && data.name.trim() === '') return [];
  const slug = slugOf(data);
  const good = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug) && slug.length <= limits.slug;
  return good ? [] : [refuseRule('invalid-slug', { given: cut(slug) }, '/slug')];
};

/** A tag in its canonical form; undefined for what BCP 47 does not let be one. */
function canonical(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/**
 * A language by BCP 47. Of two letters only those that ISO 639 has given out; of three letters any, since locale data
 * has few of the languages that few people speak. Longer ones were never given out.
 */
function isLanguage(tag: string): boolean {
  const [primary = ''] = canonical(tag)?.split('-') ?? [];
  return primary.length === 3 || (primary.length === 2 && languageNames.of(primary) !== undefined);
}

const declaredFaults = (declaredOn: string | undefined, today: string): Faults => {
  if (declaredOn === undefined) return [];
  if (!isPartialDate(declaredOn)) return [refuseRule('invalid-date', { given: cut(declaredOn) }, '/declaredOn')];
  const future = isDate(declaredOn) ? declaredOn > today : declaredOn > today.slice(0, declaredOn.length);
  return future ? [refuseRule('date-in-future', { given: declaredOn, today }, '/declaredOn')] : [];
};

const enrolment = content<Enrol>((data, { today }) => [
  ...textFaults('/name', data.name, limits.name),
  ...slugFaults(data),
  ...textFaults('/region', data.region, limits.name),
  ...(countries.has(data.country) ? [] : [refuseRule('invalid-country', { given: cut(data.country) }, '/country')]),
  ...declaredFaults(data.declaredOn, today),
  ...textFaults('/declaration', data.declaration),
  ...listFaults('/languages', data.languages, { least: 1, most: limits.languages }, (tag, at) =>
    isLanguage(tag) ? [] : [refuseRule('invalid-language', { given: cut(tag) }, at)],
  ),
  ...repeatedFaults('/languages', data.languages.map((tag) => canonical(tag) ?? tag)),
  ...(isTimeZone(data.timeZone) ? [] : [refuseRule('invalid-time-zone', { given: cut(data.timeZone) }, '/timeZone')]),
  ...evidenceFaults('/evidence', data.evidence),
]);

const freeSlug = (_state: unknown, data: Enrol, { facts }: Context): Refusal | undefined =>
  facts.slugTaken === true ? refuseRule('slug-taken', { slug: slugOf(data) }, '/slug') : undefined;

const office = content<FocalPoint & { readonly reason?: string }>((data) => [
  ...textFaults('/office', data.office, limits.name),
  ...textFaults('/contact', data.contact, limits.contact),
  ...textFaults('/mandate', data.mandate),
  ...textFaults('/reason', data.reason),
]);

const noFocalPointYet = ({ focalPoint }: City): Refusal | undefined =>
  focalPoint === undefined ? undefined : refuseState('focal-point-exists', { office: focalPoint.office });

const focalPointKnown = ({ focalPoint }: City): Refusal | undefined =>
  focalPoint === undefined ? refuseState('no-focal-point') : undefined;

const namedInitiative = content<Membership & { readonly reason?: string }>((data) => [
  ...codeFaults('/initiative', data.initiative, initiatives),
  ...(data.initiative === 'other' && data.name === undefined ? [refuseRule('name-missing', {}, '/name')] : []),
  ...textFaults('/name', data.name, limits.name),
  ...dateFaults('/since', data.since),
  ...textFaults('/reason', data.reason),
]);

const joined = (state: City, data: Pick<Membership, 'initiative' | 'name'>): boolean =>
  state.initiatives.some((one) => memberKey(one) === memberKey(data));

const notYetJoined = (state: City, data: Membership): Refusal | undefined =>
  joined(state, data) ? refuseState('already-joined', { initiative: data.initiative }) : undefined;

const alreadyJoined = (state: City, data: Pick<Membership, 'initiative' | 'name'>): Refusal | undefined =>
  joined(state, data) ? undefined : refuseState('not-joined', { initiative: data.initiative });

const days = { least: 1, most: limits.procedureDays, whole: true };

export const cityRules: Rules<CityState, CityCommand> = {
  enrol: [enrolment, freeSlug],
  'establish-focal-point': [office, noFocalPointYet],
  'change-focal-point': [office, focalPointKnown],
  'join-initiative': [namedInitiative, notYetJoined],
  'leave-initiative': [namedInitiative, alreadyJoined],
  'set-procedure': [
    content((data) => [
      ...numberFaults('/scrutinyAnswerDays', data.scrutinyAnswerDays, days),
      ...numberFaults('/remedyEscalationDays', data.remedyEscalationDays, days),
      ...numberFaults('/grievanceAcknowledgementDays', data.grievanceAcknowledgementDays, days),
      ...numberFaults('/grievanceFindingDays', data.grievanceFindingDays, days),
      ...codeFaults('/remedyEscalationTo', data.remedyEscalationTo, escalationBodies),
      ...textFaults('/reason', data.reason),
    ]),
    (_state, { reason: _why, ...set }) =>
      Object.values(set).every((one) => one === undefined) ? refuseRule('nothing-to-change') : undefined,
  ],
  'propose-retention': proposeRetentionRules,
  'adopt-retention': [...adoptRetentionRules, notInConflictOver((_state, { id }) => ({ cityId: id, record: { kind: 'city', id } }))],
  rectify: rectifyRules,
};
