// `npm run derive`: writes the modules that are made from data files again. `-- --check` writes nothing and fails when
// one of them is not what its data say; CI runs that.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { command } from './command.mjs';
import { root } from './prepare.mjs';

const table = (path) => parse(readFileSync(join(root, path)), { columns: true, bom: true });
const list = (cell) => cell.split(';').map((part) => part.trim()).filter((part) => part !== '');

const derivations = [
  { file: 'libs/domain/src/vocabularies/sdg.data.ts', from: 'data/sources/sdg_framework.csv', make: sdgCodes },
  { file: 'apps/ledger/src/import/mappings.data.ts', from: 'data/mappings/*.csv', make: mappings },
  { file: 'apps/ledger/src/sample/rows.data.ts', from: 'data/sample/upr-rows.csv and the tables it names', make: sampleRows },
  { file: 'docs/decisions/index.md', from: 'the pages beside it', make: decisions },
];

command(async ({ Refused }) => {
  const stale = derivations.filter(({ file, from, make }) => {
    const note = `Derived from ${from} by \`npm run derive\`. Change those, not this.`;
    const text = `${file.endsWith('.md') ? `<!-- ${note} -->` : `// ${note}`}\n${make()}`;
    if (current(file) === text) return false;
    if (!process.argv.includes('--check')) writeFileSync(join(root, file), text);
    return true;
  });
  for (const { file } of stale) console.log(`${process.argv.includes('--check') ? 'stale' : 'written'}: ${file}`);
  if (process.argv.includes('--check') && stale.length > 0) throw new Refused('Run `npm run derive` and commit the result.');
});

function current(file) {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function mappings() {
  const mapped = (row) => ({
    rights: list(row.rights),
    sdgTargets: list(row.sdg_targets),
    ...(row.group === '' ? {} : { group: row.group }),
    dimension: row.dimension,
    realisation: row.realisation,
  });
  const groups = table('data/mappings/groups.csv').map((row) => [
    row.key,
    { name: row.name, grounds: list(row.grounds), description: row.description },
  ]);
  const sessions = byKey('data/mappings/upr-sessions.csv', 'session', (row) => ({ openedOn: row.opened_on, nextReviewBy: row.next_review_by }));
  return [
    `import type { Mapped, MappedGroup, UprSession } from './mapping.js';\n`,
    constant('uprSessions', 'Readonly<Record<string, UprSession>>', sessions),
    constant('uprIssues', 'Readonly<Record<string, Mapped>>', byKey('data/mappings/upr-issues.csv', 'issue', mapped)),
    constant('trcSections', 'Readonly<Record<string, Mapped>>', byKey('data/mappings/trc-sections.csv', 'section', mapped)),
    constant('mappedGroups', 'Readonly<Record<string, MappedGroup>>', Object.fromEntries(groups)),
  ].join('\n');
}

function sampleRows() {
  const chosen = new Set(table('data/sample/upr-rows.csv').map((row) => row.id));
  const upr = table('data/upr/upr-north-america.csv').filter((row) => chosen.has(row.id));
  const trc = table('data/trc/trc_calls_to_action.csv').filter((row) => list(row.addressed_to).includes('municipal'));
  return [
    `import type { Cells } from '../import/mapping.js';\n`,
    constant('sampleUprRows', 'readonly Cells[]', upr),
    constant('sampleTrcRows', 'readonly Cells[]', trc),
  ].join('\n');
}

function sdgCodes() {
  const known = new Set();
  // The framework lists an indicator again where it serves a second target.
  const rows = table('data/sources/sdg_framework.csv').filter(({ code }) => !known.has(code) && known.add(code));
  const lines = rows.map(({ code, level, parent_code: parent, text_en: text, short_en: short }) => {
    if (!['goal', 'target', 'indicator'].includes(level) || (parent !== '' && !known.has(parent))) {
      throw new Error(`sdg_framework.csv: ${code} (${level} of ${parent}) cannot be placed.`);
    }
    const label = (level === 'goal' && short !== '' ? short : text).replaceAll(/\s+/g, ' ').trim();
    return `  [${[code, level, parent, label].map(quote).join(', ')}],`;
  });
  return [
    '/** Code, level, code of the parent (empty for a goal), text. */',
    "export const sdgRows: readonly (readonly [string, 'goal' | 'target' | 'indicator', string, string])[] = [",
    ...lines,
    '];\n',
  ].join('\n');
}

function decisions() {
  const pages = readdirSync(join(root, 'docs/decisions')).filter((name) => /^\d{4}-.*\.md$/.test(name)).sort();
  const lines = pages.map((page) => {
    const text = readFileSync(join(root, 'docs/decisions', page), 'utf8');
    const [, number, title] = /^# (\d{4})\. (.+)$/m.exec(text) ?? [];
    const status = /^Status: (.+)$/m.exec(text)?.[1];
    if (number !== page.slice(0, 4) || status === undefined) throw new Error(`${page} should begin as template.md does`);
    return `| ${number} | [${title}](${page}) | ${status} |`;
  });
  return `# Decisions\n\nOne page each: what forced it, what we do, what was refused. [The form](template.md).\n\n| | | |\n| --- | --- | --- |\n${lines.join('\n')}\n`;
}

const byKey = (path, key, map) => Object.fromEntries(table(path).map((row) => [row[key], map(row)]));
const constant = (name, type, value) => `export const ${name}: ${type} = ${literal(value, '')};\n`;

/** A value as TypeScript in the house's style: single quotes, trailing commas, short lists on one line. */
function literal(value, indent) {
  const inner = `${indent}  `;
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'string')) return `[${value.map(quote).join(', ')}]`;
    return `[\n${value.map((item) => `${inner}${literal(item, inner)},\n`).join('')}${indent}]`;
  }
  const members = Object.entries(value).map(([key, item]) => `${inner}${name(key)}: ${literal(item, inner)},\n`);
  return `{\n${members.join('')}${indent}}`;
}

const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
const name = (key) => (/^[a-z_]\w*$/i.test(key) ? key : quote(key));
