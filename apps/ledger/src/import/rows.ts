import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse/sync';

/** One record of a CSV file with its place, or why that place could not be read. Lines count from 1, header included. */
export type Row =
  | { readonly line: number; readonly cells: Readonly<Record<string, string>> }
  | { readonly line: number; readonly broken: string };

/** A file that is no table of this kind: nothing of it is taken. */
export class UnusableFile extends Error {}

/** A record that goes on longer than this has lost its closing quote. */
const longestRecord = 65_536;

/**
 * Reads a UTF-8 CSV file with a header row, gzipped or not, without holding it whole.
 * Copes with a byte-order mark, CRLF, blank lines and bytes that are not UTF-8 (they show as U+FFFD). A row that cannot
 * be read is given as broken, and reading goes on with the very next line: a lost quote costs one row, not the rest.
 * @throws UnusableFile when the header lacks one of `required`, or the file cannot be opened or unpacked
 */
export async function* readRows(file: string, required: readonly string[]): AsyncGenerator<Row> {
  let header: readonly string[] | undefined;
  for await (const record of records(linesOf(chunksOf(file)), () => header?.length)) {
    if ('broken' in record) yield record;
    else if (header === undefined) header = headerOf(record.fields, required);
    else {
      const names = header;
      const cells = Object.fromEntries(record.fields.map((field, index) => [names[index] ?? '', tidy(field)]));
      yield { line: record.line, cells };
    }
  }
  if (header === undefined) throw new UnusableFile(`The file is empty; its first line should name: ${required.join(', ')}.`);
}

function headerOf(fields: readonly string[], required: readonly string[]): readonly string[] {
  const names = fields.map((name) => name.trim());
  const missing = required.filter((name) => !names.includes(name));
  if (missing.length === 0) return names;
  throw new UnusableFile(
    `The first line should name the columns ${required.join(', ')}; it lacks ${missing.join(', ')}.`,
  );
}

type RawRecord = { readonly line: number; readonly fields: readonly string[] } | { readonly line: number; readonly broken: string };

/** Puts physical lines together until their quotes are closed. `columns` is how many fields a record must have. */
async function* records(lines: AsyncIterable<string>, columns: () => number | undefined): AsyncGenerator<RawRecord> {
  const pending: string[] = [];
  let line = 1;
  /** Takes the record at the head of `pending`, if it is whole; `last` says that no further line will come. */
  const take = (last: boolean): RawRecord | undefined => {
    let quotes = 0;
    let length = 0;
    for (const [index, text] of pending.entries()) {
      quotes += text.split('"').length - 1;
      length += text.length + 1;
      if (length > longestRecord) break;
      if (quotes % 2 === 1) continue;
      const outcome = parseRecord(pending.slice(0, index + 1).join('\n'), columns());
      const record = { line, ...outcome };
      const lines = 'broken' in outcome ? 1 : index + 1;
      pending.splice(0, lines);
      line += lines;
      return record;
    }
    if (!last && length <= longestRecord) return undefined;
    pending.shift();
    line += 1;
    return { line: line - 1, broken: 'a quoted value is opened and never closed' };
  };
  for await (const text of lines) {
    if (pending.length === 0 && text.trim() === '') {
      line += 1;
      continue;
    }
    pending.push(text);
    for (let record = take(false); record !== undefined; record = pending.length > 0 ? take(false) : undefined) yield record;
  }
  while (pending.length > 0) {
    const record = take(true);
    if (record !== undefined) yield record;
  }
}

function parseRecord(text: string, columns: number | undefined): { fields: readonly string[] } | { broken: string } {
  let rows: string[][];
  try {
    rows = parse(text, { relax_column_count: true, bom: false, record_delimiter: ['\r\n', '\n'] });
  } catch (error) {
    if (!codeOf(error)?.startsWith('CSV_')) throw error;
    return { broken: 'a quote stands where none may stand' };
  }
  const fields = rows[0] ?? [];
  if (columns === undefined || fields.length === columns) return { fields };
  return { broken: `it has ${fields.length} values where the header names ${columns}` };
}

/** Control characters have no place in a text and cannot be stored; runs of white space read as one space. */
function tidy(field: string): string {
  return field.replace(/\p{Cc}+/gu, ' ').replace(/\s+/gu, ' ').trim();
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) yield part.replace(/\r$/, '');
  }
  rest += decoder.decode();
  if (rest !== '') yield rest.replace(/\r$/, '');
}

/** The file's bytes, unpacked when its first two say that it is gzip. */
async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  try {
    const source = createReadStream(file);
    let first = true;
    let gunzip: ReturnType<typeof createGunzip> | undefined;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      if (first && chunk[0] === 0x1f && chunk[1] === 0x8b) {
        source.destroy();
        gunzip = createGunzip();
        break;
      }
      first = false;
      yield chunk;
    }
    if (gunzip === undefined) return;
    const packed = createReadStream(file);
    packed.once('error', (error) => gunzip.destroy(error));
    yield* packed.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    if (code === 'ENOENT') throw new UnusableFile(`There is no file ${file}.`);
    throw new UnusableFile(`${file} cannot be read: ${code === 'Z_BUF_ERROR' ? 'the gzip data end too early' : code}.`);
  }
}

/** The stable code that Node and the parser give their errors. */
const codeOf = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
