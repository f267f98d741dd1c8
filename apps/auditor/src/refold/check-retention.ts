import { isDate, previewedCase, retentionOf, rulesFor, todayIn, type GrievanceState, type Begun, type HoldsRetention, type SubjectState, type WhichRules } from '@covenant/domain';
import { missing, type Check } from './check-rows.js';
import { asJson, differences } from './difference.js';
import type { Judge, World } from './doubts.js';
import { entryOfMember, type FoldedRecord } from './fold.js';
import { each, type Page, type Row } from './interface.js';

/** Two clocks of a city may be apart: a day that was over so long before the newest entry is nobody's today. */
const APART_MS = 86_400_000;

/** What the rules of each city mean for its cases: the city works it out for the day that it names, and so does this. */
export async function checkRetention(check: Check): Promise<void> {
  await each(check.folded.records.get('city')?.values() ?? [], async (city) => {
    for (const rules of ['adopted', 'proposed'] as const) await ofCity(check, city, rules);
  });
}

async function ofCity(check: Check, city: FoldedRecord, rules: WhichRules): Promise<void> {
  const { doubts, findings, folded, compared } = check;
  const path = `/v1/retention?cityId=${city.id}&rules=${rules}`;
  const cases = new Map([...(folded.records.get('grievance') ?? [])].filter(([, { columns }]) => columns.cityId === city.id));
  const seen = new Set<string>();
  let pages = 0;
  for await (const page of check.city.pages(path)) {
    pages += 1;
    const today = dayOf(check, city, page, path);
    for (const found of page.items) {
      const id = String(found['grievanceId']);
      if (seen.has(id)) findings.found('row-added', { path, row: id });
      else doubts.judge(city.id, (world, tell) => compare({ world, tell, path, cityId: city.id, rules, today }, id, found), true);
      seen.add(id);
      compared(1);
    }
  }
  if (pages === 0) findings.found('row-missing', { path, row: city.id, entry: city.entries[0] ?? 0 });
  else missing(cases, seen, path, findings);
}

/** The day that a page is of. It is the city's to say, but not one that was over when the newest entry was recorded. */
function dayOf({ entries, findings }: Check, { id, body }: FoldedRecord, { cityId, today }: Page, path: string): string {
  const { timeZone } = body as { readonly timeZone: string };
  const newest = entries.size - 1;
  const earliest = todayIn(timeZone, new Date(Date.parse(entries.at(newest).recordedAt) - APART_MS).toISOString());
  for (const difference of differences({ cityId: id }, { cityId })) findings.found('row-differs', { path, row: id, ...difference, entry: newest });
  const day = typeof today === 'string' && isDate(today) ? today : '';
  if (day < earliest) findings.found('row-differs', { path, row: id, member: 'today', expected: `${earliest} or later`, found: JSON.stringify(today ?? null), entry: newest });
  return day === '' ? earliest : day;
}

interface Compared {
  readonly world: World;
  readonly tell: Parameters<Judge>[1];
  readonly path: string;
  readonly cityId: string;
  readonly rules: WhichRules;
  readonly today: string;
}

/** The city puts a case together from its record, those of the person and the remedies, and its rules. */
function compare({ world, tell, path, cityId, rules, today }: Compared, id: string, found: Row): void {
  const { records } = world.folded;
  const city = records.get('city')?.get(cityId);
  const grievance = records.get('grievance')?.get(id);
  if (city === undefined || grievance?.columns.cityId !== cityId) return tell.found('row-added', { path, row: id });
  const due = dueFor(world, grievance, rulesFor(retentionOf(city.body), rules, today), today);
  for (const difference of differences(due, found)) {
    const entry = responsible(world, { city, grievance, rules }, difference.member.split('/')[0] ?? '');
    tell.found('row-differs', { path, row: id, ...difference, entry });
  }
}

function dueFor({ folded }: World, { id, body }: FoldedRecord, rules: HoldsRetention, today: string): unknown {
  const grievance = body as Begun<GrievanceState>;
  const subject = folded.records.get('subject')?.get(grievance.complainant)?.body as SubjectState | undefined;
  const remedies = grievance.remedies.map((one) => folded.records.get('remedy')?.get(one)?.body as { readonly status: string } | undefined);
  return asJson(previewedCase(rules, { grievanceId: id, grievance, remedies, subject }, today));
}

/** What is told of the record of the person, and the member of its state that it comes from. */
const membersOfSubject: Readonly<Partial<Record<string, string>>> = { announcedOn: 'announced', begunAt: 'begun', erasedAt: 'erasedAt' };

interface Responsible {
  readonly city: FoldedRecord;
  readonly grievance: FoldedRecord;
  readonly rules: WhichRules;
}

/** The entry that says otherwise: of the rules, of the record of the person, or of the case. */
function responsible({ folded, entries }: World, { city, grievance, rules }: Responsible, member: string): number {
  if (['rule', 'goesOn'].includes(member)) return entryOfMember(city, rules === 'adopted' ? 'retention' : 'retentionProposed', entries);
  const { complainant } = grievance.body as Begun<GrievanceState>;
  const subject = folded.records.get('subject')?.get(complainant);
  const ofSubject = membersOfSubject[member];
  if (subject !== undefined && ofSubject !== undefined) return entryOfMember(subject, ofSubject, entries);
  return entryOfMember(grievance, member, entries);
}
