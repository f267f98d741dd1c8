// What a bench is made of. See run.ts for how to write one.
import { performance } from 'node:perf_hooks';
import { median, percentile } from './numbers.js';
import type { World } from './world.js';

export { median, percentile };

/** One line of the table. `value` is printed as it is, with its unit; `ratio` is what the target is about. */
export interface Figure {
  readonly figure: string;
  readonly value: string;
  /** E.g. `12,400/s pgbench`. */
  readonly against?: string;
  readonly ratio?: number;
  readonly target?: { readonly atLeast: number } | { readonly atMost: number };
  /** The unit of `ratio` and target. Default `×`. */
  readonly unit?: string;
}

export interface Bench {
  readonly name: string;
  run(world: World): Promise<readonly Figure[]>;
}

export const met = ({ ratio, target }: Figure): boolean | undefined => {
  if (target === undefined || ratio === undefined) return undefined;
  return 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost;
};

export const perSecond = (rate: number): string => `${Math.round(rate).toLocaleString('en')}/s`;

export const milliseconds = (value: number): string => `${value.toFixed(value < 10 ? 2 : 1)} ms`;

export const microseconds = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} µs`;

export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(0)} MiB`;

/** Calls a second of `callers` loops that each call again as soon as they are answered. Latencies in ms. */
export async function closedLoop(
  callers: number,
  seconds: number,
  call: (caller: number, turn: number) => Promise<unknown>,
): Promise<{ readonly rate: number; readonly latencies: readonly number[] }> {
  const latencies: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1000;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let turn = 0; performance.now() < end; turn += 1) {
        const start = performance.now();
        await call(caller, turn);
        latencies.push(performance.now() - start);
      }
    }),
  );
  return { rate: latencies.length / ((performance.now() - begin) / 1000), latencies };
}

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const unit = figure.unit ?? '×';
    const { target } = figure;
    const wanted = target === undefined ? '' : 'atLeast' in target ? `≥ ${target.atLeast}${unit}` : `≤ ${target.atMost}${unit}`;
    const verdict = met(figure);
    return [
      figure.figure,
      figure.value,
      figure.against ?? '',
      figure.ratio === undefined ? '' : `${figure.ratio.toFixed(figure.ratio < 100 ? 2 : 0)}${unit}`,
      wanted,
      verdict === undefined ? '' : verdict ? 'met' : 'NOT MET',
    ];
  });
  const all = [['figure', 'measured', 'against', 'ratio', 'target', ''], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string => `| ${row.map((cell, c) => cell.padEnd(widths[c] ?? 0)).join(' | ')} |`;
  const [head, ...body] = all;
  return [line(head ?? []), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n');
}
