import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readRows, type Row, UnusableFile } from './rows.js';

const folder = mkdtempSync(join(tmpdir(), 'rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function read(content: string | Buffer, required = ['id', 'text']): Promise<Row[]> {
  const file = join(folder, 'input.csv');
  writeFileSync(file, content);
  const rows: Row[] = [];
  for await (const row of readRows(file, required)) rows.push(row);
  return rows;
}

describe('reading the rows of an untidy CSV file', () => {
  it('gives every row with its line, over quoted line breaks, CRLF, blank lines and a byte-order mark', async () => {
    expect(await read('\uFEFFid,text\r\n1,"a ""b"", c"\r\n\r\n2,"d\r\ne"\r\n3,f')).toEqual([
      { line: 2, cells: { id: '1', text: 'a "b", c' } },
      { line: 4, cells: { id: '2', text: 'd e' } },
      { line: 6, cells: { id: '3', text: 'f' } },
    ]);
  });

  it('unpacks gzip by its content, whatever the name says', async () => {
    expect(await read(gzipSync('id,text\n1,a\n'))).toEqual([{ line: 2, cells: { id: '1', text: 'a' } }]);
  });

  it('loses one row, not the rest, when a quote is never closed', async () => {
    expect(await read('id,text\n1,"a\n2,b\n3,"c"\n4,d\n')).toEqual([
      { line: 2, broken: expect.stringContaining('quote') },
      { line: 3, cells: { id: '2', text: 'b' } },
      { line: 4, cells: { id: '3', text: 'c' } },
      { line: 5, cells: { id: '4', text: 'd' } },
    ]);
    expect(await read('id,text\n1,a\n2,"b\n3,c\n')).toEqual([
      { line: 2, cells: { id: '1', text: 'a' } },
      { line: 3, broken: 'a quoted value is opened and never closed' },
      { line: 4, cells: { id: '3', text: 'c' } },
    ]);
  });

  it('names a row with too few or too many values and goes on', async () => {
    expect(await read('id,text\n1\n2,b,c\n3,d\n')).toEqual([
      { line: 2, broken: 'it has 1 values where the header names 2' },
      { line: 3, broken: 'it has 3 values where the header names 2' },
      { line: 4, cells: { id: '3', text: 'd' } },
    ]);
  });

  it('keeps typographic characters, shows bytes that are not UTF-8 as such, and drops control characters', async () => {
    const bytes = Buffer.concat([Buffer.from('id,text\n1,Jordan’s — “x”\n2,caf'), Buffer.from([0xe9]), Buffer.from('\n3,a\0b\tc\n')]);
    expect(await read(bytes)).toEqual([
      { line: 2, cells: { id: '1', text: 'Jordan’s — “x”' } },
      { line: 3, cells: { id: '2', text: 'caf\uFFFD' } },
      { line: 4, cells: { id: '3', text: 'a b c' } },
    ]);
  });

  it('refuses a file without the columns, an empty one and a missing one, in a sentence', async () => {
    await expect(read('id,words\n1,a\n')).rejects.toThrow(
      new UnusableFile('The first line should name the columns id, text; it lacks text.'),
    );
    await expect(read('')).rejects.toThrow(UnusableFile);
    const missing = readRows(join(folder, 'nowhere.csv'), ['id']);
    await expect(missing.next()).rejects.toThrow(/There is no file/);
    await expect(read(gzipSync('id,text\n1,a\n').subarray(0, 15))).rejects.toThrow(/cannot be read/);
  });
});
