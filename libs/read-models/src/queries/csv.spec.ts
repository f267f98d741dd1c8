import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { describe, expect, it } from '@jest/globals';
import { plain } from './csv.js';

const attacks = [
  '=HYPERLINK("http://example.org","x")',
  '=cmd|\' /C calc\'!A0',
  '+1+cmd|\' /C calc\'!A0',
  '-2+3',
  '@SUM(1+1)',
  ' =1+1',
  '"=1+1',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  'a\n=1+1',
  'x;=1+1',
  'x; "=1+1',
  'x\t@SUM(1)',
  'x|=1+1',
  '\u00a0=1+1',
  '\ufeff=1+1',
  '\uff1d1+1',
  '\uff0b1',
  '\uff201',
];

const runs = /^[\s"\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

describe('a cell', () => {
  it.each(attacks)('%j is no formula, whatever a reader takes for the end of a cell', (text) => {
    for (const around of [[text], ['before', text, 'after']]) {
      const line = stringify([around.map(plain)], { record_delimiter: 'windows' });
      for (const delimiter of [',', ';', '\t', '|']) {
        const cells = parse(line, { delimiter, relax_quotes: true, relax_column_count: true }).flat();
        expect(cells.filter((cell) => runs.test(cell))).toEqual([]);
        // Readers that know no quotation marks at all.
        expect(line.split(/\r\n|\n|\r/).flatMap((row) => row.split(delimiter)).filter((cell) => runs.test(cell))).toEqual([]);
      }
    }
  });

  it.each(['Two hundred homes', 'Quoted "text", with a comma\nand a line', "L'eau, l'air", '2026-03-31', 'a = b', 'non-discrimination', 'x; y', ''])('%j stays as it is', (text) => {
    expect(plain(text)).toBe(text);
  });
});
