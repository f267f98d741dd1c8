import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds of one look. */
const period = 500;
/** So many looks in a row: one long stretch of work, however long, is no load. */
const inARow = 2;

/** Whether this process has been late for its work for a while: half of all turns of its event loop were. */
export class LoopDelay {
  private readonly histogram = monitorEventLoopDelay({ resolution: 10 });
  private readonly timer: NodeJS.Timeout;
  private looks = 0;

  /** @param limit milliseconds */
  constructor(limit: number) {
    this.histogram.enable();
    this.timer = setInterval(() => {
      this.looks = this.histogram.percentile(50) > limit * 1e6 ? this.looks + 1 : 0;
      this.histogram.reset();
    }, period).unref();
  }

  get late(): boolean {
    return this.looks >= inARow;
  }

  stop(): void {
    clearInterval(this.timer);
    this.histogram.disable();
  }
}
