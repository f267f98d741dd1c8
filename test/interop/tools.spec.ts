import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
const asked = (name: string): string => `import { installed } from './test/interop/tools.ts'; console.log(installed('${name}'));`;

let programs: string;
beforeEach(() => {
  programs = mkdtempSync(join(tmpdir(), 'covenant-programs-'));
});
afterEach(() => rmSync(programs, { recursive: true, force: true }));

/** What a process is told in whose PATH a stand-in of that name comes first. */
function told(name: string, standIn: string, more: Readonly<Record<string, string>> = {}): string {
  writeFileSync(join(programs, name), `#!/bin/sh\n${standIn}\n`, { mode: 0o755 });
  const { CI: _ours, ...environment } = process.env;
  const words = ['--disable-warning=ExperimentalWarning', '--import', './test/support/typescript.mjs', '--input-type=module', '--eval', asked(name)];
  const env = { ...environment, NODE_OPTIONS: '', PATH: `${programs}${delimiter}${environment['PATH'] ?? ''}`, ...more };
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8', env });
  return stdout.trim() || stderr;
}

const venvIsMissing = '[ "$1" != -c ]';
const goIsOld = '[ "$1" = version ]';

describe('a program that tests need', () => {
  it.each([
    ['python3', 'exit 0', 'true'],
    ['python3', venvIsMissing, 'false'],
    ['go', 'exit 0', 'true'],
    ['go', goIsOld, 'false'],
  ])('%s is enough or not: %s', (name, standIn, enough) => {
    expect(told(name, standIn)).toBe(enough);
  });

  it('is asked for in CI, whatever the machine has', () => {
    expect(told('python3', venvIsMissing, { CI: 'true' })).toBe('true');
  });
});
