import type { LimitFigures, Metrics, Shed } from '@covenant/platform';
import type { Logger } from 'pino';

interface Told {
  readonly metrics: Metrics;
  readonly log: Logger;
}

/** The figures of the limits, and one line in the log for the operator who forgot to name a proxy. */
export const limitFigures = ({ metrics, log }: Told): LimitFigures => {
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

/** One line in the log each time that it begins to send requests away after a minute without; the rest is a figure. */
export const shedFigures = ({ metrics, log }: Told): ((what: Shed) => void) => {
  const shed = metrics.counter('covenant_requests_shed_total', 'Requests sent away with 503 before they were begun, by what there was too much of', ['what']);
  const quiet = 60_000;
  let last = -quiet;
  return (what) => {
    shed.inc({ what });
    const now = performance.now();
    if (now - last >= quiet) log.warn({ what }, 'more is asked than can be answered in time: requests are sent away');
    last = now;
  };
};
