import type { LimitFigures, Metrics, Shed } from '@covenant/platform';
import type { Logger } from 'pino';

interface Told {
  readonly metrics: Metrics;
  readonly log: Logger;
}

const quiet = 60_000;

/** Tells when something begins after a minute without; the rest of it is a figure. */
const beginning = <T>(tell: (what: T) => void): ((what: T) => void) => {
  let last = -quiet;
  return (what) => {
    const now = performance.now();
    if (now - last >= quiet) tell(what);
    last = now;
  };
};

/** The figures of the limits, a line in the log each time that somebody begins to ask too often, and one for the operator who forgot to name a proxy. */
export const limitFigures = ({ metrics, log }: Told): LimitFigures => {
  const limited = metrics.counter('covenant_requests_limited_total', 'Requests refused with 429, by what was counted', ['by']);
  const tooOften = (by: string): void => log.info({ by }, 'somebody asks too often: requests are refused with 429');
  const begins = { address: beginning(tooOften), caller: beginning(tooOften) };
  let told = false;
  return {
    limited: (by) => {
      limited.inc({ by });
      begins[by](by);
    },
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
  const begins = beginning((what: Shed) => log.warn({ what }, 'more is asked than can be answered in time: requests are sent away'));
  return (what) => {
    shed.inc({ what });
    begins(what);
  };
};
