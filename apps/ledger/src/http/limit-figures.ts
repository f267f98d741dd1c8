import type { LimitFigures, Metrics } from '@covenant/platform';
import type { Logger } from 'pino';

/** The figures of the limits, and one line in the log for the operator who forgot to name a proxy. */
export const limitFigures = ({ metrics, log }: { readonly metrics: Metrics; readonly log: Logger }): LimitFigures => {
  const limited = metrics.counter('covenant_requests_limited_total', 'Requests refused with 429, by what was counted', ['by']);
  let told = false;
  return {
    limited: (by) => limited.inc({ by }),
    unknownProxy: () => {
      if (told) return;
      told = true;
      log.warn('requests come through a proxy that TRUST_PROXY does not name: all of them share the limit of its address');
    },
  };
};
