import { ConfigurationError } from '@covenant/platform';
import { help, ImportUsage, readImportArguments, type ImportArguments } from './arguments.js';
import { FrontDoor, NoLedger } from './front-door.js';
import type { Planner, Setting } from './planned.js';
import { progressOf } from './progress.js';
import { readRows, type Row, UnusableFile } from './rows.js';
import { findAdministration, findCity, findGroups } from './setting.js';
import { take, type Count } from './take.js';
import { trcColumns, trcIdentityOf, trcPlanner } from './trc.js';
import { uprColumns, uprIdentityOf, uprPlanner } from './upr.js';
import { givenToken, localTokens } from './who.js';

interface Source {
  readonly columns: readonly string[];
  readonly plan: Planner;
  /** Lists that hold what was made of such rows, and the row's identity in a record of them. */
  readonly lists: readonly string[];
  readonly identityOf: (record: object) => string | undefined;
}

/** The State under review that a city belongs to, by ISO 3166-1. */
const states: Readonly<Record<string, string>> = { CA: 'Canada', US: 'United States' };

function sourceOf({ kind, state }: ImportArguments, country: string): Source {
  if (kind === 'trc') return { columns: trcColumns, plan: trcPlanner(), lists: ['obligations'], identityOf: trcIdentityOf };
  const wanted = state ?? states[country];
  if (wanted === undefined) throw new ImportUsage(`Say which State under review the city belongs to: --state <name>, or --state all.`);
  const plan = uprPlanner(wanted === 'all' ? undefined : wanted);
  return { columns: uprColumns, plan, lists: ['obligations', 'commitments'], identityOf: uprIdentityOf };
}

/** What the command finds around it. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The result, for stdout. */
  readonly print: (text: string) => void;
  /** Everything else that a person should read, for stderr. */
  readonly tell: (text: string) => void;
}

/** Tells the file's rows one by one and how many there are so far. */
async function* counted(rows: AsyncIterable<Row>, onRead: () => void): AsyncGenerator<Row> {
  for await (const row of rows) {
    onRead();
    yield row;
  }
}

async function bring(given: ImportArguments, { environment, tell }: Surroundings): Promise<Count> {
  const who = given.token === undefined ? await localTokens(environment) : givenToken(given.token);
  const visitor = new FrontDoor(given.url, '');
  const city = await findCity(visitor, given.city);
  const source = sourceOf(given, city.country);
  const office = visitor.withToken(await who.token(city.id));
  const dutyBearerId = given.dutyBearerId ?? who.dutyBearerId ?? (await findAdministration(office, city.id));
  const setting: Setting = { cityId: city.id, dutyBearerId, groupIds: await findGroups(office, city.id) };

  const known = new Set<string>();
  for (const list of source.lists) {
    for await (const record of visitor.list(`/v1/${list}?cityId=${city.id}`)) {
      const identity = source.identityOf(record);
      if (identity !== undefined) known.add(identity);
    }
  }

  const progress = progressOf(`Importing into ${city.name}`, tell);
  let read = 0;
  try {
    return await take(counted(readRows(given.file, source.columns), () => (read += 1)), {
      door: visitor.withToken(await who.token(city.id, dutyBearerId)),
      setting,
      plan: source.plan,
      known,
      lanes: given.lanes,
      onRefused: (line, reason) => progress.say(`line ${line}: ${reason}`),
      onRow: ({ taken, repeated, refused, aside }) => progress.at(taken + repeated + refused + aside, read),
    });
  } finally {
    progress.stop();
  }
}

function closing({ taken, repeated, refused, aside, unknownWords }: Count): string {
  const words = [...unknownWords].map(([word, rows]) => `“${word}” (${rows})`).join(', ');
  return [
    `${taken} taken, ${repeated} repeated, ${refused} refused${aside > 0 ? `, ${aside} left aside` : ''}`,
    ...(words === '' ? [] : [`Words without a mapping, recorded under a general right: ${words}`]),
  ].join('\n');
}

/** Runs one command line and gives its exit status: 0 when every row is in, 1 when one was refused or nothing went. */
export async function run(args: readonly string[], around: Surroundings): Promise<0 | 1> {
  try {
    const given = readImportArguments(args, around.environment);
    if (given === 'help') {
      around.print(help);
      return 0;
    }
    const count = await bring(given, around);
    around.print(closing(count));
    return count.refused > 0 ? 1 : 0;
  } catch (error) {
    const told = [ImportUsage, NoLedger, UnusableFile, ConfigurationError].some((kind) => error instanceof kind);
    if (!told || !(error instanceof Error)) throw error;
    around.tell(error.message);
    return 1;
  }
}
