import type { NotaryMetrics } from '../metrics.js';
import type { Witnessing } from '../witnesses/witnesses.js';

/** Where the notary says what a person should know. */
export interface NotaryLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/** How the newest published checkpoint stands with the witnesses; a quorum that is lost or found again is said once. */
export class WitnessReport {
  #now: Witnessing | undefined;

  constructor(
    private readonly log: NotaryLog,
    private readonly metrics: Pick<NotaryMetrics, 'witnessed'>,
  ) {}

  get now(): Witnessing | undefined {
    return this.#now;
  }

  say(now: Witnessing | undefined): void {
    const before = this.#now?.quorum ?? true;
    this.#now = now;
    if (now === undefined) return;
    this.metrics.witnessed(now.quorum);
    if (now.quorum === before) return;
    const missing = now.missing.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
    if (now.quorum) this.log.info('the newest checkpoint has a quorum of witnesses again');
    else this.log.warn(`the newest checkpoint was published without a quorum of witnesses (${missing})`);
  }
}
