// `npm test`: installs what is missing, builds, runs the suites and ends with the counts. Everything after `--` goes to
// Jest, e.g. `npm test -- --selectProjects spec` or `npm test -- remedy`.
//
// TEST_NODE   another Node binary to run the suites on (CI uses it for the current LTS)
// TEST_REPORT a file for Jest's JSON report; default .cache/test-report.json
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { command } from './command.mjs';

command(async ({ prepare, root, Refused }) => {
  await prepare({ say: (line) => console.error(line) });
  const report = process.env.TEST_REPORT ?? join(root, '.cache', 'test-report.json');
  mkdirSync(dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const status = await jest(root, ['--json', `--outputFile=${report}`, ...process.argv.slice(2)]);
  const counts = countsOf(report, Refused);
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = status === 0 && counts.failed === 0 ? 0 : 1;
});

/** Jest runs ES modules only with a flag that its workers must see too, hence the environment. */
function jest(cwd, args) {
  const flags = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
  const child = spawn(
    process.env.TEST_NODE ?? process.execPath,
    [join(cwd, 'node_modules', 'jest', 'bin', 'jest.js'), ...args],
    {
      cwd,
      // Jest's report for people goes to stderr; with --json its stdout repeats the report file.
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: [process.env.NODE_OPTIONS, flags].filter(Boolean).join(' ') },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? code));
  });
}

/** A suite that could not even be loaded counts as one failure. */
function countsOf(report, Refused) {
  let result;
  try {
    result = JSON.parse(readFileSync(report, 'utf8'));
  } catch (error) {
    throw new Refused(`The suites left no report: ${error.message}`);
  }
  return { passed: result.numPassedTests, failed: result.numFailedTests + result.numRuntimeErrorTestSuites };
}
