import { aggregateNamed, aggregateOfEvent, describe, upcast, type JsonObject } from '@covenant/domain';
import { parseCheckpoint, parseEntry, parseNote, TILE_WIDTH, utf8, type LogEntry } from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import { Entries } from '../files/entries.js';
import { CHECKPOINT, MirrorDir } from '../files/mirror-dir.js';
import { Findings, type Report } from '../report/report.js';
import { tables, type Language } from '../report/language.js';
import { say, type Said } from '../report/statements.js';
import { verify, type VerifyOptions } from '../verify/verify.js';

export interface HistoryOptions extends VerifyOptions {
  /** In which the facts are told; English when left out. */
  readonly language?: Language;
}

/**
 * All that a log has of one record, in words, complete up to the checkpoint: the copy is verified first, and every
 * entry is looked at, so nothing can have been left out. Needs no network.
 * @throws as `verify`
 */
export async function history(path: string, stream: string, options: HistoryOptions = {}): Promise<Report> {
  const verified = await verify(path, options);
  if (verified.verdict !== 'held') return { ...verified, command: 'history' };
  const dir = new MirrorDir(path);
  const { origin, size } = parseCheckpoint(parseNote(needed(dir, CHECKPOINT)).text);
  const facts = factsOf(new Entries(dir, size), stream, options.language ?? 'en');
  const findings = new Findings();
  for (const remark of verified.remarks) findings.remarks.push(remark);
  if (facts.length === 0) findings.found('history-none', { stream, size, origin });
  return findings.report('history', [...facts, say('history', { stream, count: facts.length, size, origin })]);
}

function needed(dir: MirrorDir, file: string): Uint8Array {
  const bytes = dir.read(file);
  if (bytes === undefined) throw new Unchecked(`${file} went away while it was read`);
  return bytes;
}

function factsOf(entries: Entries, stream: string, language: Language): Said[] {
  const name = Buffer.from(utf8(JSON.stringify(stream)));
  const facts: Said[] = [];
  for (let index = 0; index * TILE_WIDTH < entries.size; index++) {
    const bundle = entries.raw(index);
    if (!Buffer.from(bundle.buffer, bundle.byteOffset, bundle.length).includes(name)) continue;
    entries.bundle(index).forEach((bytes, i) => {
      const entry = parseEntry(bytes);
      if (entry.stream === stream) facts.push(fact(index * TILE_WIDTH + i, entry, language));
    });
  }
  return facts;
}

function fact(number: number, entry: LogEntry, language: Language): Said {
  const { recordedAt: recorded, effectiveOn, actor } = entry;
  const role = typeof actor['role'] === 'string' ? actor['role'] : '–';
  const effective = effectiveOn === undefined ? {} : { effective: effectiveOn };
  return say('history-entry', { entry: number, recorded, ...effective, role, fact: inWords(entry, language) });
}

/**
 * A fact of a kind, a version or a shape that this auditor does not know is named, never left out: the log may be of
 * newer code, or of a city that writes what it should not.
 */
function inWords({ type, data, schemaVersion }: LogEntry, language: Language): string {
  const owner = aggregateOfEvent(type);
  if (owner === undefined) return describe({ type, data: {} }, language);
  try {
    return describe({ type, data: upcast(aggregateNamed(owner), type, schemaVersion, data as JsonObject) }, language);
  } catch {
    return tables[language]['fact-unreadable']({ type, version: schemaVersion });
  }
}
