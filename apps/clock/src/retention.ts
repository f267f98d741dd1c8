import {
  afterNotice,
  forgottenSince,
  retentionOf,
  retentionStanding,
  stillHolds,
  todayIn,
  type Begun,
  type GrievanceState,
  type RetentionStanding,
  type SubjectCommand,
  type SubjectState,
} from '@covenant/domain';
import { clockActor, type FrontDoor } from './front-door.js';
import type { ClockReads, ClockRecord } from './reads.js';

/**
 * Announces what is to go by the rules of its city, and on the day that was announced lets it go. Each city is looked
 * through once a day, and again when its rules have changed; what holds of one case is decided by the domain when the
 * command arrives, so that a look that is behind does no harm.
 */
export class Retention {
  /** By city: the day and the revision of its last whole look. */
  private readonly looked = new Map<string, string>();

  /** Gives how much was recorded. */
  async look(reads: ClockReads, door: FrontDoor, now: string, signal: AbortSignal): Promise<number> {
    let recorded = 0;
    for await (const city of reads.cities()) {
      if ((retentionOf(city.state).retention ?? []).length === 0) continue;
      const today = todayIn(await reads.timeZone(city.id), now);
      const mark = `${today} ${city.revision}`;
      if (this.looked.get(city.id) === mark) continue;
      for await (const grievance of reads.endedGrievances(city.id)) {
        if (signal.aborted) return recorded;
        if (await sendFor(reads, door, city, grievance, today)) recorded += 1;
      }
      this.looked.set(city.id, mark);
    }
    return recorded;
  }
}

async function sendFor(reads: ClockReads, door: FrontDoor, city: ClockRecord, { id, state }: ClockRecord, today: string): Promise<boolean> {
  const grievance = state as Begun<GrievanceState>;
  const { remedies, complainant } = grievance;
  const rules = retentionOf(city.state);
  // Most cases are not due: what they hang on besides is read only of those that are.
  const { dueOn } = retentionStanding(rules, grievance, [], today);
  if (dueOn === undefined || dueOn > afterNotice(today)) return false;
  const known = await reads.record('subject', complainant);
  // What has begun already is finished like everything that is due.
  if (forgottenSince(known?.state as SubjectState | undefined) !== undefined) return false;
  const states = await Promise.all(remedies.map(async (one) => (await reads.record('remedy', one))?.state));
  const standing = retentionStanding(rules, grievance, states, today);
  if (standing.heldBy.length > 0) return false;
  const command = commandFor(known?.state as SubjectState | undefined, standing, today, { cityId: city.id, grievanceId: id, remedies });
  if (command === undefined) return false;
  // The same on the same state, however often it is sent; an announcement names the day on which it was made.
  const idempotencyKey = `clock:subject-${complainant}:${known?.revision ?? -1}:${command.type}:${today}`;
  return (await door.send({ aggregate: 'subject', id: complainant, command, actor: clockActor, idempotencyKey })) === 'recorded';
}

function commandFor(
  subject: SubjectState | undefined,
  { rule, dueOn }: RetentionStanding,
  today: string,
  { cityId, grievanceId, remedies }: { readonly cityId: string; readonly grievanceId: string; readonly remedies: readonly string[] },
): SubjectCommand | undefined {
  if (rule === undefined || dueOn === undefined) return undefined;
  const announced = subject === undefined || subject.status === 'none' ? undefined : subject.announced;
  if (!stillHolds(announced, { rule, dueOn })) {
    const reason = `Version ${rule.version} of the rules of retention`;
    return { type: 'erase', data: { cityId, grievanceId, ground: 'retention-over', reason, remedies } };
  }
  return announced.on <= today ? { type: 'erase-by-rule', data: { remedies } } : undefined;
}
