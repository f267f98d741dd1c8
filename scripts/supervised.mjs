// A program of the build that is kept running: its output goes to a file, and when it ends unasked it is started again.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

const firstWait = 500;
const longestWait = 8_000;
/** Milliseconds of running after which an end is a death, and not a start that failed. */
const settled = 10_000;
/** Starts in a row that fail before it is given up. */
const attempts = 5;

/**
 * Runs `entry` until `stop`, with these options of Node. `says` resolves with the first match of a pattern in what it says. Each has a process
 * group of its own, so that a Ctrl-C in the terminal reaches only who ends them in order.
 */
export function supervise({ name, entry, args = [], nodeOptions = [], environment, logFile, say, onGivenUp }) {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  const waiting = [];
  let child;
  let stopping = false;
  let failures = 0;
  let ended = Promise.resolve();

  const start = () => {
    const began = performance.now();
    child = spawn(process.execPath, [...nodeOptions, entry, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        log.write(chunk);
        for (const { pattern, found } of waiting) if (pattern.test(chunk)) found(pattern.exec(chunk));
      });
    }
    const { pid } = child;
    ended = new Promise((done) => child.once('close', (code, signal) => done({ code, signal })));
    void ended.then(({ code, signal }) => {
      if (stopping) return;
      failures = performance.now() - began > settled ? 0 : failures + 1;
      if (failures >= attempts) return onGivenUp(new Error(`The ${name} does not start; what it said is in ${logFile}.`));
      const wait = Math.min(firstWait * 2 ** failures, longestWait);
      say(`The ${name} (process ${pid}) ended with ${signal ?? `status ${code}`}; it is started again.`);
      setTimeout(() => stopping || start(), wait);
    });
  };
  start();

  return {
    name,
    pid: () => child.pid,
    says: (pattern) => new Promise((found) => waiting.push({ pattern, found })),
    async stop() {
      stopping = true;
      child.kill('SIGTERM');
      await ended;
      log.end();
    },
    kill() {
      stopping = true;
      child.kill('SIGKILL');
    },
  };
}
