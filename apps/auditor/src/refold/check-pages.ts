import { headlineOf, overviewOf, sentenceOf, type CityTally, type JsonObject } from '@covenant/domain';
import type { LogEntry } from '@covenant/transparency';
import { missing, type Check } from './check-rows.js';
import { asJson, differences } from './difference.js';
import { entryOfMember, viewOf, type FoldedRecord } from './fold.js';
import type { Language } from '../report/language.js';
import { each, type Row } from './interface.js';

/** Everything that the public interface says of records, entries and figures. */
export async function checkPages(check: Check): Promise<void> {
  await audit(check);
  const { folded } = check;
  for (const records of folded.records.values()) {
    const [first] = records.values();
    if (first === undefined) continue;
    const path = `/v1/${first.fold.plural}`;
    await list(check, records, path);
    await each(folded.cities.keys(), (cityId) => list(check, ofCity(records, cityId), `${path}?cityId=${cityId}`));
    await each(records.values(), (record) => single(check, record));
  }
  await each(folded.cities.keys(), (cityId) => overview(check, cityId));
}

const ofCity = (records: ReadonlyMap<string, FoldedRecord>, cityId: string): ReadonlyMap<string, FoldedRecord> =>
  new Map([...records].filter(([, { columns }]) => columns.cityId === cityId));

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
async function lines({ city, entries, findings, compared, language }: Check, path: string, due: readonly number[]): Promise<void> {
  let next = 0;
  for await (const line of city.list(language === 'en' ? path : `${path}?lang=${language}`)) {
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

const audit = (check: Check): Promise<void> =>
  lines(check, '/v1/audit', Array.from({ length: check.entries.size }, (_, number) => number));

async function list(check: Check, records: ReadonlyMap<string, FoldedRecord>, path: string): Promise<void> {
  const seen = new Set<string>();
  for await (const found of check.city.list(path)) {
    const id = String(found['id']);
    const record = records.get(id);
    if (record === undefined || seen.has(id)) check.findings.found('row-added', { path, row: id });
    else compare(check, record, found, path);
    seen.add(id);
  }
  missing(records, seen, path, check.findings);
}

async function single(check: Check, record: FoldedRecord): Promise<void> {
  const path = `/v1/${record.fold.plural}/${record.id}`;
  const found = await check.city.get(path);
  if (found === undefined) check.findings.found('row-missing', { path, row: record.id, entry: record.entries[0] ?? 0 });
  else compare(check, record, found, path);
  await lines(check, `${path}/history`, record.entries);
}

function compare({ entries, findings, compared }: Check, record: FoldedRecord, found: Row, path: string): void {
  compared(1);
  for (const { member, ...values } of differences(asJson(viewOf(record)), found)) {
    const entry = entryOfMember(record, member.split('/')[0] ?? '', entries);
    findings.found('row-differs', { path, row: record.id, member, ...values, entry });
  }
}

async function overview({ city, folded, findings, compared }: Check, cityId: string): Promise<void> {
  const tallies = [...folded.tallies].flatMap(([aggregate, all]): CityTally[] =>
    all.filter((tally) => tally.cityId === cityId).map((tally) => ({ ...tally, aggregate })),
  );
  const due = overviewOf(tallies);
  const path = `/v1/overview?cityId=${cityId}`;
  const found = await city.get(path);
  compared(1);
  for (const difference of differences(asJson({ cityId, ...headlineOf(due), ...due }), found)) {
    findings.found('row-differs', { path, row: cityId, ...difference, entry: folded.cities.get(cityId) ?? 0 });
  }
}
