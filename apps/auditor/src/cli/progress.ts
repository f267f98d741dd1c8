import { SingleBar } from 'cli-progress';

/** How far a long check is. Owned by the command that started it; `stop` in a `finally`. */
export interface Progress {
  at(done: number): void;
  stop(): void;
}

export type StartProgress = (label: string, total: number, unit: string) => Progress;

/** Where lines go: a terminal, a pipe, a test. */
export type Output = NodeJS.WritableStream & { readonly isTTY?: boolean };

export const noProgress: StartProgress = () => ({ at: () => undefined, stop: () => undefined });

/** A bar on a terminal; elsewhere one line each tenth, so that a log file stays readable. */
export const progressOn =
  (stream: Output): StartProgress =>
  (label, total, unit) => {
    if (total === 0) return noProgress(label, total, unit);
    return stream.isTTY ? bar(stream, label, total, unit) : lines(stream, label, total, unit);
  };

function bar(stream: Output, label: string, total: number, unit: string): Progress {
  const single = new SingleBar({
    stream,
    format: `${label} [{bar}] {percentage}% · {value}/{total} ${unit} · {eta_formatted} left`,
    clearOnComplete: true,
    hideCursor: true,
    etaBuffer: 100,
  });
  single.start(total, 0);
  return { at: (done) => single.update(done), stop: () => single.stop() };
}

function lines(stream: Output, label: string, total: number, unit: string): Progress {
  let tenth = 0;
  return {
    at(done) {
      const now = Math.floor((10 * done) / total);
      if (now === tenth) return;
      tenth = now;
      stream.write(`${label}: ${done} of ${total} ${unit}\n`);
    },
    stop: () => undefined,
  };
}
