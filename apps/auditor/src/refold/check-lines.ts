import { sentenceOf, trailTypes, type JsonObject, type TrailKind } from '@covenant/domain';
import type { LogEntry } from '@covenant/transparency';
import type { Language } from '../report/language.js';
import type { Check } from './check-rows.js';
import { asJson, differences } from './difference.js';
import { each } from './interface.js';

/** The entries as the public interface lists them: all of them and each city's, and who read and erased what is sealed. */
export async function checkLines(check: Check): Promise<void> {
  const { entries, folded } = check;
  await lines(check, '/v1/audit', Array.from({ length: entries.size }, (_, number) => number));
  await each(folded.byCity, ([cityId, numbers]) => lines(check, `/v1/audit?cityId=${cityId}`, numbers));
  const path = '/v1/access-trail';
  await lines(check, path, trailIn(check));
  for (const kind of ['sealed', 'deployment'] as const) await lines(check, `${path}?kind=${kind}`, trailIn(check, { kind }));
  await each(folded.byCity.keys(), (cityId) => lines(check, `${path}?cityId=${cityId}`, trailIn(check, { cityId })));
}

/** The newest first, as it is shown. */
function trailIn({ folded }: Check, of: { readonly kind?: TrailKind; readonly cityId?: string } = {}): readonly number[] {
  const types = trailTypes(of.kind);
  const shown = folded.trail.filter(({ type, cityId }) => types.includes(type) && cityId === (of.cityId ?? cityId));
  return shown.map(({ number }) => number).reverse();
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

/** Lines must be those of these entries, all of them, in their order. */
export async function lines({ city, entries, findings, compared, language }: Check, path: string, due: readonly number[]): Promise<void> {
  let next = 0;
  for await (const line of city.list(language === 'en' ? path : `${path}${path.includes('?') ? '&' : '?'}lang=${language}`)) {
    const number = line['entry'];
    const at = due.indexOf(typeof number === 'number' ? number : -1, next);
    if (at < 0) {
      findings.found('row-added', { path, row: JSON.stringify(number) });
      continue;
    }
    for (const entry of due.slice(next, at)) findings.found('row-missing', { path, row: String(entry), entry });
    next = at + 1;
    compared(1);
    const entry = due[at] ?? 0;
    for (const difference of differences(lineOf(entry, entries.at(entry), language), line)) {
      findings.found('row-differs', { path, row: String(entry), ...difference, entry });
    }
  }
  for (const entry of due.slice(next)) findings.found('row-missing', { path, row: String(entry), entry });
}
