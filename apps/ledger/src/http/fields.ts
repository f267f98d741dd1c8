import {
  dimensions,
  dutyBearerKinds,
  escalationBodies,
  followUpGrades,
  grounds,
  indicatorKinds,
  initiatives,
  isTimeZone,
  limits,
  principles,
  realisations,
  recommendationResponses,
  rights,
  sdgTargets,
  approvers,
  type Vocabulary,
} from '@covenant/domain';
import { Each, Is, matching, Maybe, oneOf, sha256, text, uuid, whole, date, type Kind } from '@covenant/platform';

/** What one value may be, in the words of the domain. DTOs are made of these and of the platform's plain ones. */
const code = (vocabulary: Vocabulary<string>, name: string): Kind => oneOf(vocabulary.codes, name);

export const field = {
  name: text(limits.name),
  title: text(limits.title),
  text: text(limits.text),
  reference: text(limits.reference),
  contact: text(limits.contact),
  fileName: text(limits.fileName),
  day: date,
  id: uuid,
  sha256,
  bytes: whole(0, limits.bytes),
  mediaType: matching(
    /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(; ?[\w-]+=[\w."-]+)*$/,
    'must be a media type such as application/pdf',
    limits.mediaType,
    'application/pdf',
  ),
  key: matching(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a short key such as first-stage', limits.key, 'first-stage'),
  slug: matching(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a slug such as pittsburgh-pa', limits.slug, 'pittsburgh-pa'),
  country: matching(/^[A-Z]{2}$/, 'must be a country by ISO 3166-1, two capital letters', 2, 'US'),
  language: matching(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'must be a language tag by BCP 47, such as en or fr-CA', 35, 'en'),
  partialDate: matching(
    /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/,
    'must be a day, a month or a year, such as 2011-04-19, 2011-04 or 2011',
    10,
    '2011-04-19',
  ),
  timeZone: {
    test: (value: unknown) => typeof value === 'string' && isTimeZone(value),
    sentence: 'must be an IANA time zone such as America/New_York',
    schema: { type: 'string', maxLength: 64, example: 'America/New_York' },
  } satisfies Kind,
  right: code(rights, 'Right'),
  principle: code(principles, 'Principle'),
  ground: code(grounds, 'Ground'),
  sdgTarget: code(sdgTargets, 'SdgTarget'),
  dimension: code(dimensions, 'Dimension'),
  realisation: code(realisations, 'Realisation'),
  dutyBearerKind: code(dutyBearerKinds, 'DutyBearerKind'),
  initiative: code(initiatives, 'Initiative'),
  approver: code(approvers, 'Approver'),
  escalationBody: code(escalationBodies, 'EscalationBody'),
  indicatorKind: code(indicatorKinds, 'IndicatorKind'),
  response: code(recommendationResponses, 'RecommendationResponse'),
  grade: code(followUpGrades, 'FollowUpGrade'),
} as const;

export { Each, Is, Maybe };
