import { headlineOf, overviewOf, recordFolds, type CityTally } from '@covenant/domain';
import { lines } from './check-lines.js';
import { missing, type Check } from './check-rows.js';
import { asJson, differences } from './difference.js';
import { entryOfMember, newestOf, viewOf, type FoldedRecord } from './fold.js';
import { each, type Row } from './interface.js';

/** Everything that the public interface says of records and figures. */
export async function checkPages(check: Check): Promise<void> {
  const { folded } = check;
  for (const [kind, records] of folded.records) {
    const path = `/v1/${recordFolds[kind].plural}`;
    await list(check, records, path);
    await each(folded.byCity.keys(), (cityId) => list(check, ofCity(records, cityId), `${path}?cityId=${cityId}`));
    await each(records.values(), (record) => single(check, record));
  }
  await each(folded.byCity.keys(), (cityId) => overview(check, cityId));
}

const ofCity = (records: ReadonlyMap<string, FoldedRecord>, cityId: string): ReadonlyMap<string, FoldedRecord> =>
  new Map([...records].filter(([, { columns }]) => columns.cityId === cityId));

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
    findings.found('row-differs', { path, row: cityId, ...difference, entry: newestOf(folded, cityId) });
  }
}
