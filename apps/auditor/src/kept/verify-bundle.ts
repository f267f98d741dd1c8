import { join } from 'node:path';
import { askedOf, COVENANT_VERSION } from '@covenant/domain';
import { parseCheckpoint, parseNote } from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import { CHECKPOINT, KEYS, MirrorDir, PAGE } from '../files/mirror-dir.js';
import { Findings, type Report } from '../report/report.js';
import { say } from '../report/statements.js';
import { keptPolicy } from '../trust.js';
import { keysFile, pageOf, type Verified } from './remake.js';

/** The folder of an unpacked bundle: a copy of a log in `log`, a page for people, the log's keys. */
export const isBundle = (files: readonly string[]): boolean =>
  files.includes(`log/${CHECKPOINT}`) && (files.includes(PAGE) || files.includes(KEYS));

/**
 * What lies around the copy of a log in a bundle, once the copy itself has held: the page and the list of keys are made
 * again from its entries and must be those. `policy` follows from nothing: whom to trust is for the reader to know.
 */
export async function checkAround(path: string, files: readonly string[], log: Report): Promise<Report> {
  const findings = new Findings();
  for (const said of log.remarks) findings.remarks.push(said);
  for (const file of files) if (!file.startsWith('log/') && file !== PAGE && file !== KEYS) findings.found('stray-file', { path: file });
  const of = copyIn(join(path, 'log'), findings);
  const dir = new MirrorDir(path);
  const page = needed(dir, PAGE, findings);
  const keys = needed(dir, KEYS, findings);
  if (of === undefined || page === undefined || keys === undefined) return findings.report('verify', []);

  const asked = askedOf(page.toString('utf8', 0, 1 << 12));
  const differences = [
    await difference(PAGE, page, asked === undefined ? [] : pageOf(of, asked)),
    await difference(KEYS, keys, [keysFile(of)]),
  ].filter((found) => found !== undefined);
  const result = [...log.result, say('bundle-verified', { path: PAGE, keys: KEYS })];
  if (differences.length === 0) return findings.report('verify', result);
  const version = asked?.version ?? '–';
  if (version === COVENANT_VERSION || findings.count > 0) {
    for (const found of differences) findings.found('bundle-differs', found);
    return findings.report('verify', []);
  }
  const paths = differences.map((found) => found.path).join(', ');
  const report = findings.report('verify', [...log.result, say('bundle-other-version', { path: paths, version, own: COVENANT_VERSION })]);
  return { ...report, verdict: 'unchecked' };
}

function copyIn(path: string, findings: Findings): Verified | undefined {
  const dir = new MirrorDir(path);
  const note = dir.read(CHECKPOINT);
  if (note === undefined) throw new Unchecked(`${join(path, CHECKPOINT)} went away while it was read`);
  const policy = keptPolicy(dir, findings);
  if (policy === undefined && findings.count === 0) findings.found('bundle-incomplete', { path: 'log/policy' });
  const { origin, size } = parseCheckpoint(parseNote(note).text);
  return policy && { dir, note, policy, origin, size };
}

function needed(dir: MirrorDir, path: string, findings: Findings): Buffer | undefined {
  const bytes = dir.read(path);
  if (bytes === undefined) findings.found('bundle-incomplete', { path });
  return bytes;
}

/** Where a file first is not what it must be. */
async function difference(
  path: string,
  file: Buffer,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<{ path: string; line: number; expected: string; found: string } | undefined> {
  let at = 0;
  for await (const piece of pieces) {
    const bytes = Buffer.from(piece);
    if (!file.subarray(at, at + bytes.length).equals(bytes)) return { path, ...firstDifference(file, at, piece) };
    at += bytes.length;
  }
  return at === file.length ? undefined : { path, ...firstDifference(file, at, '') };
}

/** Of a line that differs so much is shown, and so much of it before the difference. */
const SHOWN = 200;
const LEAD = 60;

function firstDifference(file: Buffer, at: number, piece: string): { line: number; expected: string; found: string } {
  const before = file.toString('latin1', 0, at).split('\n').length;
  const expected = piece.split('\n');
  const found = file.toString('utf8', at, at + Buffer.byteLength(piece) + SHOWN).split('\n');
  const differing = expected.findIndex((line, i) => line !== found[i]);
  const i = differing < 0 ? expected.length - 1 : differing;
  const [whole, other] = [expected[i] ?? '', found[i] ?? ''];
  const column = whole.split('').findIndex((sign, at) => sign !== other[at]);
  const from = Math.max(0, column - LEAD);
  return { line: before + i, expected: whole.slice(from, from + SHOWN), found: other.slice(from, from + SHOWN) };
}
