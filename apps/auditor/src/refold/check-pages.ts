import { headlineOf, overviewOf, recordFolds, type AggregateName, type CityTally } from '@covenant/domain';
import { lines } from './check-lines.js';
import { aboutRow, missing, type Check } from './check-rows.js';
import { asJson, differences } from './difference.js';
import { entryOfMember, newestOf, viewOf, type FoldedRecord } from './fold.js';
import { each, type Row } from './interface.js';

/** Everything that the public interface says of records and figures. */
export async function checkPages(check: Check): Promise<void> {
  const { folded } = check;
  for (const [kind, records] of folded.records) {
    const path = `/v1/${recordFolds[kind].plural}`;
    await list(check, records, { path, kind });
    await each(folded.byCity.keys(), (cityId) => list(check, ofCity(records, cityId), { path: `${path}?cityId=${cityId}`, kind, cityId }));
    await each(records.values(), (record) => single(check, record));
  }
  await each(folded.byCity.keys(), (cityId) => overview(check, cityId));
}

const ofCity = (records: ReadonlyMap<string, FoldedRecord>, cityId: string): ReadonlyMap<string, FoldedRecord> =>
  new Map([...records].filter(([, { columns }]) => columns.cityId === cityId));

interface Listed {
  readonly path: string;
  readonly kind: AggregateName;
  /** Where it is of one city alone. */
  readonly cityId?: string;
}

async function list(check: Check, records: ReadonlyMap<string, FoldedRecord>, listed: Listed): Promise<void> {
  const seen = new Set<string>();
  for await (const found of check.city.list(listed.path)) {
    const id = String(found['id']);
    if (seen.has(id)) check.findings.found('row-added', { path: listed.path, row: id });
    else compare(check, id, found, listed);
    seen.add(id);
  }
  missing(records, seen, listed.path, check.findings);
}

async function single(check: Check, { id, fold, entries, stream }: FoldedRecord): Promise<void> {
  const path = `/v1/${fold.plural}/${id}`;
  const found = await check.city.get(path);
  if (found === undefined) check.findings.found('row-missing', { path, row: id, entry: entries[0] ?? 0 });
  else compare(check, id, found, { path, kind: fold.aggregate });
  await lines(check, `${path}/history`, { due: entries, belongs: (entry) => entry.stream === stream });
}

/** Is what was found this record, as it was at some moment since? */
function compare(check: Check, id: string, found: Row, { path, kind, cityId }: Listed): void {
  check.compared(1);
  check.doubts.judge(aboutRow(check, kind, id, found), ({ folded, entries }, tell) => {
    const record = folded.records.get(kind)?.get(id);
    if (record === undefined || (cityId ?? record.columns.cityId) !== record.columns.cityId) return tell.found('row-added', { path, row: id });
    for (const { member, ...values } of differences(asJson(viewOf(record)), found)) {
      const entry = entryOfMember(record, member.split('/')[0] ?? '', entries);
      tell.found('row-differs', { path, row: record.id, member, ...values, entry });
    }
  });
}

async function overview({ city, doubts, compared }: Check, cityId: string): Promise<void> {
  const path = `/v1/overview?cityId=${cityId}`;
  const found = await city.get(path);
  compared(1);
  doubts.judge(cityId, ({ folded }, tell) => {
    // Of a city that the log has no record of there are no figures, though entries name it.
    if (found === undefined && folded.records.get('city')?.has(cityId) !== true) return;
    const tallies = [...folded.tallies].flatMap(([aggregate, all]): CityTally[] =>
      [...all.values()].filter((tally) => tally.cityId === cityId && tally.count > 0).map((tally) => ({ ...tally, aggregate })),
    );
    const due = overviewOf(tallies);
    for (const difference of differences(asJson({ cityId, ...headlineOf(due), ...due }), found)) {
      tell.found('row-differs', { path, row: cityId, ...difference, entry: newestOf(folded, cityId) });
    }
  });
}
