// Derives the data module of the SDG vocabulary from the framework's table in data/sources. The result is committed;
// `--check` writes nothing and exits 1 when it would differ from what the source gives.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

const source = new URL('../data/sources/sdg_framework.csv', import.meta.url);
const target = new URL('../libs/domain/src/vocabularies/sdg.data.ts', import.meta.url);

const rows = parse(readFileSync(source, 'utf8'), { columns: true, bom: true });
const known = new Set();
const lines = [];
for (const { code, level, parent_code: parent, text_en: text, short_en: short } of rows) {
  if (known.has(code)) {
    // The framework lists an indicator again where it serves a second target.
    continue;
  }
  if (!['goal', 'target', 'indicator'].includes(level) || (parent !== '' && !known.has(parent))) {
    console.error(`sdg_framework.csv: ${code} (${level}, of ${parent}) cannot be placed.`);
    process.exit(1);
  }
  known.add(code);
  const label = (level === 'goal' && short !== '' ? short : text).replaceAll(/\s+/g, ' ').trim();
  lines.push(`  [${[code, level, parent, label].map((cell) => JSON.stringify(cell)).join(', ')}],`);
}

const module = `// Derived by scripts/derive-vocabularies.mjs from data/sources/sdg_framework.csv. Do not edit.

/** Code, level, code of the parent (empty for a goal), text. */
export const sdgRows: readonly (readonly [string, 'goal' | 'target' | 'indicator', string, string])[] = [
${lines.join('\n')}
];
`;

if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== module) {
    console.error('libs/domain/src/vocabularies/sdg.data.ts differs from its source: run node scripts/derive-vocabularies.mjs.');
    process.exit(1);
  }
} else {
  writeFileSync(target, module);
  console.log(`${lines.length} SDG codes written.`);
}
