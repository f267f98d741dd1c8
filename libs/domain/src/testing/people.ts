import type { Actor, RecordedActor, Role } from '../kernel/actor.js';

/** Ids and callers of the scenarios. Subjects are made-up marks, not names. */

export const ids = {
  city: '018f0000-0000-7000-8000-000000000001',
  otherCity: '018f0000-0000-7000-8000-000000000002',
  housing: '018f0000-0000-7000-8000-000000000011',
  police: '018f0000-0000-7000-8000-000000000012',
  tenants: '018f0000-0000-7000-8000-000000000021',
  youth: '018f0000-0000-7000-8000-000000000022',
  obligation: '018f0000-0000-7000-8000-000000000031',
  commitment: '018f0000-0000-7000-8000-000000000081',
  scrutiny: '018f0000-0000-7000-8000-000000000041',
  remedy: '018f0000-0000-7000-8000-000000000051',
  grievance: '018f0000-0000-7000-8000-000000000061',
  complainant: '018f0000-0000-8000-8000-000000000071',
} as const;

const actor = (role: Role, subject: string, dutyBearerId?: string): Actor => ({
  subject,
  roles: [role],
  cityId: ids.city,
  ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
});

export const people = {
  resident: actor('resident', 'subject-resident'),
  complainant: actor('complainant', ids.complainant),
  staff: actor('staff', 'subject-staff'),
  housing: actor('staff', 'subject-housing', ids.housing),
  police: actor('staff', 'subject-police', ids.police),
  focalPoint: actor('focal-point', 'subject-focal-point'),
  council: actor('council', 'subject-council'),
  /** Offices that sit on the council; the one above sits on none, and is its clerk. */
  youthSeat: actor('council', 'office-of-the-youth-seat'),
  cultureSeat: actor('council', 'office-of-the-culture-seat'),
  oversight: actor('oversight', 'subject-oversight'),
  /** Of the whole deployment, and so of no city. */
  administrator: { subject: 'subject-administrator', roles: ['administrator'] },
  clock: { subject: 'system:clock', roles: ['system'] },
} as const satisfies Readonly<Record<string, Actor>>;

/** The same caller for another city. */
export const elsewhere = (of: Actor): Actor => ({ ...of, cityId: ids.otherCity });

/** How an event keeps its caller. */
export const recorderOf = (of: Actor | undefined, role: Role): RecordedActor => ({
  subject: of?.subject ?? `subject-${role}`,
  role,
  ...(of?.dutyBearerId === undefined ? {} : { dutyBearerId: of.dutyBearerId }),
});
