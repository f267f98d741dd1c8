import type { Logger } from 'pino';

/**
 * What is told, by status, and how many lines of it in a minute at the most: who is refused without end must fill no disk, and a
 * program with a mistake must not hide who tries what is not theirs.
 */
const mostInAMinute: Readonly<Record<number, number>> = { 400: 10, 401: 100, 403: 100, 413: 10, 415: 10, 422: 10 };
const minute = 60_000;

export interface Refused {
  readonly requestId: string;
  readonly status: number;
  readonly problem: string;
  readonly method: string;
  /** As it was routed: an address may hold anything. */
  readonly route: string;
}

interface Minute {
  readonly begun: number;
  told: number;
}

/** Tells in the log what was not let in, not allowed, or wrong: which request, what it was about, and why; never who, beyond the request's id. */
export class RefusalLog {
  private readonly minutes = new Map<number, Minute>();

  constructor(
    private readonly log: Logger,
    private readonly now: () => number = () => performance.now(),
  ) {}

  tell(refused: Refused): void {
    const { status } = refused;
    const most = mostInAMinute[status];
    if (most === undefined) return;
    const minuteOf = this.current(status);
    minuteOf.told += 1;
    if (minuteOf.told <= most) this.log.info(refused, 'refused');
    else if (minuteOf.told === most + 1) this.log.warn({ status }, 'more is refused than is told one by one: the figures of requests and refusals count the rest of this minute');
  }

  private current(status: number): Minute {
    const now = this.now();
    const known = this.minutes.get(status);
    if (known !== undefined && now - known.begun < minute) return known;
    const fresh = { begun: now, told: 0 };
    this.minutes.set(status, fresh);
    return fresh;
  }
}
