import { parseCheckpoint, parseNote } from '@covenant/transparency';
import { Unchecked, UsageError } from '../cli/exit.js';
import { noProgress, type StartProgress } from '../cli/progress.js';
import { Entries } from '../files/entries.js';
import { CHECKPOINT, MirrorDir } from '../files/mirror-dir.js';
import type { Language } from '../report/language.js';
import { Findings, type Report } from '../report/report.js';
import { keptPolicy, namedPolicy } from '../trust.js';
import { verify, type VerifyOptions } from '../verify/verify.js';
import { Unfoldable } from './fold.js';
import { Folding } from './folding.js';
import { PublicInterface } from './interface.js';
import { NewerEntries } from './newer.js';
import { Refolding } from './refolding.js';

export interface RefoldOptions extends VerifyOptions {
  /** The address of the city's ledger. */
  readonly against: string;
  /** In which the sentences are compared; English when left out. */
  readonly language?: Language;
  /** Milliseconds that the city's pages are given to catch up with its log, and its log with its pages; a minute when left out. */
  readonly catchUp?: number;
}

/** As long as `monitor` gives an entry to be in a signed tree. */
const CATCH_UP_MS = 60_000;

/**
 * Do the city's pages say what its log says? Verifies the copy, folds its entries with the domain's own code and
 * compares every record, history, line and figure of the public interface, and the rows behind them. What the city
 * records meanwhile is fetched, checked and folded as well.
 * @throws as `verify`; Unchecked when the city does not answer and nothing was found wrong
 */
export async function refold(path: string, { against, language = 'en', catchUp = CATCH_UP_MS, ...options }: RefoldOptions): Promise<Report> {
  if (!/^https?:\/\//.test(against)) throw new UsageError(`${against} is not an address: it begins with http:// or https://`);
  const verified = await verify(path, options);
  if (verified.verdict !== 'held') return { ...verified, command: 'refold' };
  const start = options.progress ?? noProgress;
  const dir = new MirrorDir(path);
  const findings = new Findings();
  const bytes = dir.read(CHECKPOINT);
  const policy = namedPolicy(options) ?? keptPolicy(dir, findings);
  if (bytes === undefined || policy === undefined) throw new Unchecked(`${CHECKPOINT} or its policy went away while it was read`);
  const { size } = parseCheckpoint(parseNote(bytes).text);
  const entries = new Entries(dir, size);
  for (const remark of verified.remarks) findings.remarks.push(remark);
  const folded = fold(entries, findings, start);
  if (folded === undefined) return findings.report('refold', []);

  const city = new PublicInterface(against);
  const newer = new NewerEntries(city.base, { dir, policy, bytes, size }, start);
  return new Refolding({ city, folded, entries, newer, findings, language, catchUp, start }).run();
}

function fold(entries: Entries, findings: Findings, start: StartProgress): Folding | undefined {
  const progress = start('folding', entries.size, 'entries');
  try {
    return new Folding(entries, (done) => progress.at(done));
  } catch (error) {
    if (!(error instanceof Unfoldable)) throw error;
    findings.found('entry-unfoldable', { entry: error.entry, detail: error.message });
    return undefined;
  } finally {
    progress.stop();
  }
}
