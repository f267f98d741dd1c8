import { SingleBar } from 'cli-progress';
import { counted } from './counted.js';
import type { Progress, Step } from './migrate.js';

const words: Readonly<Record<Step, string>> = {
  compare: 'comparing what is there',
  copy: 'copying',
  verify: 'verifying',
};
const secondsBetweenLines = 5;
/** Of the bar, which knows no fractions. */
const whole = 1_000;

/** A bar on a terminal; elsewhere a line a step, and one now and then. */
export class Shown {
  #bar: SingleBar | undefined;
  #step: Step | undefined;
  #last = 0;

  constructor(private readonly tell: (line: string) => void) {}

  show({ step, events, fraction }: Progress): void {
    if (process.stderr.isTTY) return this.#draw(step, events, fraction);
    if (step === this.#step && performance.now() - this.#last < secondsBetweenLines * 1_000) return;
    this.#step = step;
    this.#last = performance.now();
    this.tell(`${words[step]}: ${counted(events, 'event')}, ${Math.floor(fraction * 100)} %`);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }

  #draw(step: Step, events: number, fraction: number): void {
    const shown = { step: words[step], events: events.toLocaleString('en') };
    if (this.#bar === undefined || step !== this.#step) {
      this.#bar?.stop();
      this.#step = step;
      this.#bar = new SingleBar({
        format: '{step} {bar} {percentage} % · {events} events, {eta_formatted} left',
        stream: process.stderr,
        hideCursor: true,
      });
      this.#bar.start(whole, 0, shown);
    }
    this.#bar.update(Math.floor(fraction * whole), shown);
  }
}
