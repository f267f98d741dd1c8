import { MalformedError, parseCheckpoint, parseNote } from '@covenant/transparency';
import { Unchecked, UsageError } from '../cli/exit.js';
import { noProgress, type StartProgress } from '../cli/progress.js';
import { Entries } from '../files/entries.js';
import { CHECKPOINT, MirrorDir } from '../files/mirror-dir.js';
import type { Language } from '../report/language.js';
import { Findings, type Report } from '../report/report.js';
import { say } from '../report/statements.js';
import { verify, type VerifyOptions } from '../verify/verify.js';
import { checkLines } from './check-lines.js';
import { checkPages } from './check-pages.js';
import { checkRetention } from './check-retention.js';
import { checkRows, type Check } from './check-rows.js';
import { checkStatistics } from './check-statistics.js';
import { foldAll, Unfoldable, type Folded } from './fold.js';
import { PublicInterface } from './interface.js';

export interface RefoldOptions extends VerifyOptions {
  /** The address of the city's ledger. */
  readonly against: string;
  /** In which the sentences are compared; English when left out. */
  readonly language?: Language;
  /** Milliseconds that the city's pages and its log are given to catch up with the copy; five seconds when left out. */
  readonly catchUp?: number;
}

const CATCH_UP_MS = 5_000;
const LOOK_EVERY_MS = 500;

/**
 * Do the city's pages say what its log says? Verifies the copy, folds its entries with the domain's own code and
 * compares every record, history, line and figure of the public interface, and the rows behind them.
 * @throws as `verify`; Unchecked when the city does not answer, or records more while it is looked at
 */
export async function refold(path: string, { against, language = 'en', catchUp = CATCH_UP_MS, ...options }: RefoldOptions): Promise<Report> {
  if (!/^https?:\/\//.test(against)) throw new UsageError(`${against} is not an address: it begins with http:// or https://`);
  const verified = await verify(path, options);
  if (verified.verdict !== 'held') return { ...verified, command: 'refold' };
  const dir = new MirrorDir(path);
  const checkpoint = dir.read(CHECKPOINT);
  if (checkpoint === undefined) throw new Unchecked(`${CHECKPOINT} went away while it was read`);
  const { size } = parseCheckpoint(parseNote(checkpoint).text);
  const entries = new Entries(dir, size);
  const findings = new Findings();
  for (const remark of verified.remarks) findings.remarks.push(remark);
  const folded = fold(entries, findings, options.progress ?? noProgress);
  if (folded === undefined) return findings.report('refold', []);

  const city = new PublicInterface(against);
  await settled(city, size, catchUp);
  const compared = await compare({ city, folded, entries, findings, language }, options.progress ?? noProgress);
  if (findings.count > 0) await settled(city, size, catchUp);
  const records = [...folded.records.values()].reduce((sum, of) => sum + of.size, 0);
  return findings.report('refold', [say('refolded', { url: city.base, size, records, cities: folded.records.get('city')?.size ?? 0, compared })]);
}

function fold(entries: Entries, findings: Findings, start: StartProgress): Folded | undefined {
  const progress = start('folding', entries.size, 'entries');
  try {
    return foldAll(entries, (done) => progress.at(done));
  } catch (error) {
    if (!(error instanceof Unfoldable)) throw error;
    findings.found('entry-unfoldable', { entry: error.entry, detail: error.message });
    return undefined;
  } finally {
    progress.stop();
  }
}

/** The number of the newest entry that the city shows; undefined where it shows none, or cannot show it. */
async function newest(city: PublicInterface): Promise<number | undefined> {
  try {
    const items = (await city.get('/v1/audit?sort=-entry&limit=1'))?.['items'];
    const entry: unknown = Array.isArray(items) ? (items[0] as Record<string, unknown> | undefined)?.['entry'] : undefined;
    return typeof entry === 'number' ? entry : undefined;
  } catch (error) {
    if (error instanceof Unchecked) return undefined; // the comparison comes to the same page, and tells of it
    throw error;
  }
}

/** How many entries the city's own log says to have; `claimed`, since whoever verifies it holds a copy. */
async function claimed(city: PublicInterface): Promise<number> {
  const note = await city.bytes('/log/checkpoint');
  try {
    return note === undefined ? 0 : parseCheckpoint(parseNote(note).text).size;
  } catch (error) {
    if (error instanceof MalformedError) throw new Unchecked(`${city.base}/log/checkpoint: ${error.message}`);
    throw error;
  }
}

/**
 * The pages follow the entries by a moment, and so does the log: waits for both, some seconds. What the pages show
 * and the log does not have after that is a matter for the comparison.
 * @throws Unchecked when the log has gone on since it was copied
 */
async function settled(city: PublicInterface, size: number, catchUp: number): Promise<void> {
  const until = performance.now() + catchUp;
  for (;;) {
    const log = await claimed(city);
    if (log > size) throw new Unchecked(`${city.base} has recorded ${log} entries by now and the copy has ${size}: run mirror, then refold again`);
    if ((await newest(city)) === size - 1 || performance.now() > until) return;
    await new Promise((again) => setTimeout(again, LOOK_EVERY_MS));
  }
}

/** Gives how many rows and lines were compared. */
async function compare(check: Omit<Check, 'compared'>, start: StartProgress): Promise<number> {
  const { folded, entries, findings, city } = check;
  const records = [...folded.records.values()].reduce((sum, of) => sum + of.size, 0);
  const total = 4 * entries.size + 4 * records;
  const progress = start('comparing', total, 'rows');
  let done = 0;
  // The total is an estimate: what trails, figures and previews add to it shows only when they are read.
  const compared = (rows: number): void => progress.at(Math.min((done += rows), total));
  const unanswered: Unchecked[] = [];
  try {
    for (const part of [checkRows, checkLines, checkPages, checkStatistics, checkRetention]) {
      try {
        await part({ ...check, compared });
      } catch (error) {
        if (!(error instanceof Unchecked)) throw error;
        unanswered.push(error);
      }
    }
  } finally {
    progress.stop();
  }
  const [first] = unanswered;
  if (first === undefined) return done;
  // Where something was found already, a page that fails on it takes nothing away.
  if (findings.count === 0) throw first;
  findings.remark('unanswered', { url: city.base, detail: first.message });
  return done;
}
