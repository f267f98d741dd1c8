import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

/** A small house of its own in a temporary folder, under the real rules, into which each test plants one breach. */
const root = process.cwd();
let house: string;

const plant = (files: Record<string, string>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), text);
  }
};

const violated = (files: Record<string, string>): string[] => {
  plant(files);
  const cruise = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'apps', 'libs'];
  let report: string;
  try {
    report = execFileSync(process.execPath, args, { cwd: house, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (failure) {
    report = (failure as { stdout: string }).stdout;
  }
  for (const path of Object.keys(files)) rmSync(join(house, path));
  const { summary } = JSON.parse(report) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map((violation) => violation.rule.name))].sort();
};

beforeAll(() => {
  house = mkdtempSync(join(tmpdir(), 'rooms-'));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) cpSync(join(root, file), join(house, file));
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  plant({
    'libs/domain/src/index.ts': 'export interface Actor { readonly subject: string }\n',
    'libs/event-store/src/index.ts': "export type { Actor } from '@covenant/domain';\n",
    'apps/ledger/src/main.ts': "import type { Actor } from '@covenant/event-store';\nexport type A = Actor;\n",
    'apps/notary/src/engine.ts': 'export const engine = 1;\n',
    'apps/notary/src/index.ts': "export { engine } from './engine.js';\n",
  });
});

afterAll(() => rmSync(house, { recursive: true }));

describe('the rules of the rooms', () => {
  it('pass a house that keeps them', () => {
    expect(violated({})).toEqual([]);
  });

  it.each([
    ['the domain reads a file', 'domain-is-pure', { 'libs/domain/src/a.ts': "import 'node:fs';\n" }],
    ['the domain takes a framework', 'domain-is-pure', { 'libs/domain/src/a.ts': "import '@nestjs/common';\n" }],
    [
      'a room is entered by a type alone',
      'room-libs-access',
      { 'libs/access/src/a.ts': "export type A = import('@covenant/domain').Actor;\n" },
    ],
    [
      'a library is entered beside its door',
      'room-apps-ledger',
      { 'apps/ledger/src/a.ts': "import '../../notary/src/engine.js';\n" },
    ],
    [
      'two files go round in a circle',
      'no-circular',
      {
        'libs/domain/src/a.ts': "import type { B } from './b.js';\nexport type A = B;\n",
        'libs/domain/src/b.ts': "import type { A } from './a.js';\nexport type B = A;\n",
      },
    ],
    [
      'the proofs take a module of Node',
      'transparency-runs-in-a-browser',
      { 'libs/transparency/src/a.ts': "import 'node:crypto';\n" },
    ],
    [
      'a page takes a module of Node',
      'console-runs-in-a-browser',
      { 'apps/console/src/a.ts': "import 'node:fs';\n" },
    ],
    [
      'a page takes a rule of the domain',
      'room-apps-console',
      { 'apps/console/src/a.ts': "import '@covenant/domain';\n" },
    ],
    [
      'the product takes test code',
      'no-test-code-in-the-product',
      { 'libs/domain/src/a.ts': "import './a.spec.js';\n", 'libs/domain/src/a.spec.ts': 'export {};\n' },
    ],
  ])('%s: %s', (_what, rule, files) => {
    expect(violated(files)).toContain(rule);
  });
});
