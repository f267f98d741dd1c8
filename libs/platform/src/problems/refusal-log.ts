import type { Logger } from 'pino';

/** So many lines in a minute at the most: who is refused without end must fill no disk. */
const mostInAMinute = 100;
const minute = 60_000;

export interface Refused {
  readonly requestId: string;
  readonly problem: string;
  readonly method: string;
  /** As it was routed: an address may hold anything. */
  readonly route: string;
}

/** Tells in the log who was not let in or not allowed: which request, what it was about, and why; never who, beyond the request's id. */
export class RefusalLog {
  private begun = -Infinity;
  private told = 0;

  constructor(
    private readonly log: Logger,
    private readonly now: () => number = () => performance.now(),
  ) {}

  tell(refused: Refused): void {
    const now = this.now();
    if (now - this.begun >= minute) [this.begun, this.told] = [now, 0];
    this.told += 1;
    if (this.told <= mostInAMinute) this.log.info(refused, 'refused');
    else if (this.told === mostInAMinute + 1) this.log.warn('more is refused than is told one by one: the figures of requests and refusals count the rest of this minute');
  }
}
