import { SingleBar } from 'cli-progress';

/** Shows how far long work is: a bar on a terminal, a line now and then elsewhere. */
export interface Progress {
  /** @param total what is expected by now; may grow */
  at(done: number, total: number): void;
  /** A line for people, above the bar. */
  say(line: string): void;
  stop(): void;
}

const secondsBetweenLines = 5;

/** @param tell where lines go, when stderr is no terminal */
export function progressOf(what: string, tell: (line: string) => void, now: () => number = Date.now): Progress {
  return process.stderr.isTTY ? bar(what) : lines(what, tell, now);
}

function bar(what: string): Progress {
  const drawn = new SingleBar({
    format: `${what} {bar} {value}/{total}, {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  });
  drawn.start(0, 0);
  return {
    at: (done, total) => {
      drawn.setTotal(total);
      drawn.update(done);
    },
    say: (line) => process.stderr.write(`\r\u001b[2K${line}\n`),
    stop: () => drawn.stop(),
  };
}

function lines(what: string, tell: (line: string) => void, now: () => number): Progress {
  let last = now();
  return {
    at: (done, total) => {
      if (now() - last < secondsBetweenLines * 1000) return;
      last = now();
      tell(`${what}: ${done} of ${total}`);
    },
    say: tell,
    stop: () => undefined,
  };
}
