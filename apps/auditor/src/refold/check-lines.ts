import { sentenceOf, trailTypes, type JsonObject, type TrailKind } from '@covenant/domain';
import type { LogEntry } from '@covenant/transparency';
import type { Language } from '../report/language.js';
import type { Check } from './check-rows.js';
import type { Judge } from './doubts.js';
import { asJson, differences } from './difference.js';
import { each } from './interface.js';

/** The entries as the public interface lists them: all of them and each city's, and who read and erased what is sealed. */
export async function checkLines(check: Check): Promise<void> {
  const { entries, folded } = check;
  const all = Array.from({ length: entries.size }, (_, number) => number);
  await lines(check, '/v1/audit', { due: all, belongs: () => true });
  await each(folded.byCity, ([cityId, due]) => lines(check, `/v1/audit?cityId=${cityId}`, { due, belongs: (entry) => entry.cityId === cityId }));
  const path = '/v1/access-trail';
  await lines(check, path, trailIn(check));
  for (const kind of ['sealed', 'deployment'] as const) await lines(check, `${path}?kind=${kind}`, trailIn(check, { kind }));
  await each(folded.byCity.keys(), (cityId) => lines(check, `${path}?cityId=${cityId}`, trailIn(check, { cityId })));
}

/** Which entries a list has. */
interface Listed {
  /** Of those that were known when the comparison began, in the order of the list. */
  readonly due: readonly number[];
  readonly belongs: (entry: LogEntry) => boolean;
  readonly newestFirst?: boolean;
}

function trailIn({ folded }: Check, of: { readonly kind?: TrailKind; readonly cityId?: string } = {}): Listed {
  const types = new Set(trailTypes(of.kind));
  const belongs = ({ type, cityId }: Pick<LogEntry, 'type' | 'cityId'>): boolean => types.has(type) && cityId === (of.cityId ?? cityId);
  return { due: folded.trail.filter(belongs).map(({ number }) => number).reverse(), belongs, newestFirst: true };
}

/** The line of an entry, as histories and the audit must show it. */
const lineOf = (number: number, entry: LogEntry, language: Language): unknown =>
  asJson({
    entry: number,
    id: entry.id,
    type: entry.type,
    stream: entry.stream,
    revision: entry.revision,
    cityId: entry.cityId,
    recordedAt: entry.recordedAt,
    effectiveOn: entry.effectiveOn,
    role: entry.actor['role'],
    sentence: sentenceOf(entry.type, entry.schemaVersion, entry.data as JsonObject, language),
    proof: `/log/proofs/${entry.id}`,
    verify: `/verify?proof=/log/proofs/${entry.id}`,
    data: entry.data,
  });

/** Lines must be those of these entries, all of them, in their order; newer ones may come in where they belong. */
export async function lines(check: Check, path: string, { due, belongs, newestFirst = false }: Listed): Promise<void> {
  const { city, doubts, entries, findings, compared, language } = check;
  const { size } = entries;
  let next = 0;
  let newer: number | undefined;
  for await (const line of city.list(language === 'en' ? path : `${path}${path.includes('?') ? '&' : '?'}lang=${language}`)) {
    const number = typeof line['entry'] === 'number' ? line['entry'] : -1;
    const isNewer = number >= size && (newestFirst ? next === 0 && number < (newer ?? Infinity) : number > (newer ?? -1));
    const at = isNewer || (newer !== undefined && !newestFirst) ? -1 : due.indexOf(number, next);
    if (!isNewer && at < 0) {
      findings.found('row-added', { path, row: JSON.stringify(line['entry']) });
      continue;
    }
    compared(1);
    const judge: Judge = (world, tell) => {
      const known = Number.isInteger(number) && number < world.entries.size ? world.entries.at(number) : undefined;
      if (known === undefined || !belongs(known)) return tell.found('row-added', { path, row: String(number) });
      for (const difference of differences(lineOf(number, known, language), line)) {
        tell.found('row-differs', { path, row: String(number), ...difference, entry: number });
      }
    };
    if (isNewer) {
      newer = number;
      doubts.judgeAtLast(judge);
      continue;
    }
    for (const entry of due.slice(next, at)) findings.found('row-missing', { path, row: String(entry), entry });
    next = at + 1;
    doubts.judge(undefined, judge);
  }
  for (const entry of due.slice(next)) findings.found('row-missing', { path, row: String(entry), entry });
}
