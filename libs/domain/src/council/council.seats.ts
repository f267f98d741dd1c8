import type { Context } from '../kernel/decider.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule, refuseState } from '../kernel/refusal.js';
import { content } from '../kernel/rules.js';
import { isDate } from '../values/dates.js';
import type { Faults } from '../values/faults.js';
import { cut, dateFaults, pastFaults, textFaults } from '../values/faults.js';
import { limits } from '../values/limits.js';
import { refuseConflict } from './council.conflicts.js';
import type { Appointment, Conflict } from './council.events.js';
import type { Council } from './council.state.js';
import { termOn } from './council.state.js';
import { unknownItem } from './council.votes.js';

/** As the subject of a token is: visible characters, and none of the ledger's own. */
const officeFaults = (office: string): Faults =>
  /^[\x21-\x7e]{1,255}$/.test(office) && !office.startsWith('system:') ? [] : [refuseRule('invalid-office', { given: cut(office) }, '/office')];

export const appointment = content<Appointment>((data, { today }) => [
  ...officeFaults(data.office),
  ...dateFaults('/from', data.from),
  ...dateFaults('/until', data.until),
  ...(data.until !== undefined && isDate(data.until) && isDate(data.from) && data.until < data.from
    ? [refuseRule('ends-before-it-begins', { from: data.from, until: data.until }, '/until')]
    : []),
  ...textFaults('/name', data.name, limits.name),
  ...pastFaults('/consentedOn', data.consentedOn, today),
  ...(data.name !== undefined && data.consentedOn === undefined ? [refuseRule('consent-missing', {}, '/consentedOn')] : []),
]);

type OfSeat = { readonly seat: string };
export const knownSeat = ({ seats }: Council, { seat }: OfSeat): Refusal | undefined =>
  seats.some(({ key }) => key === seat) ? undefined : unknownItem('seat', seat, seats.map(({ key }) => key), '/seat');

const runsInto = (term: { readonly until?: string; readonly endedOn?: string } | undefined, from: string): boolean =>
  term !== undefined && term.endedOn === undefined && (term.until === undefined || term.until >= from);

export const seatFree = ({ seats }: Council, { seat, from }: Appointment): Refusal | undefined =>
  runsInto(seats.find(({ key }) => key === seat)?.terms.at(-1), from) ? refuseState('seat-taken', { seat }) : undefined;

/** One office, one seat: nobody votes twice. */
export function officeFree({ seats }: Council, { office, from }: Appointment): Refusal | undefined {
  const other = seats.find(({ terms }) => terms.at(-1)?.office === office && runsInto(terms.at(-1), from));
  return other === undefined ? undefined : refuseState('office-seated', { office, seat: other.key });
}

export const taken = ({ seats }: Council, { seat }: OfSeat): Refusal | undefined => {
  const last = seats.find(({ key }) => key === seat)?.terms.at(-1);
  return last !== undefined && last.endedOn === undefined ? undefined : refuseState('seat-vacant', { seat });
};

/** Who declares sits there today: a conflict is of the office, not of the chair. */
export function sitsThere({ seats }: Council, { seat }: OfSeat, { today }: Context): Refusal | undefined {
  const held = seats.find(({ key }) => key === seat);
  return held !== undefined && termOn(held, today) === undefined ? refuseState('seat-vacant', { seat }) : undefined;
}

export function declaredOnce({ seats, conflicts }: Council, { seat, record }: Conflict, { today }: Context): Refusal | undefined {
  const held = seats.find(({ key }) => key === seat);
  const office = held === undefined ? undefined : termOn(held, today)?.office;
  return office !== undefined && refuseConflict({ conflicts }, office, [record]) !== undefined ? refuseState('conflict-declared', { seat }) : undefined;
}
