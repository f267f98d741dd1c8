import type { Metrics } from '@covenant/platform';
import type { CommandFigures } from './commands.js';

/** The pipeline's figures as Prometheus reads them. */
export const commandFigures = (metrics: Metrics, cached: () => number, inHand: () => number): CommandFigures => {
  const accepted = metrics.counter('covenant_commands_total', 'Commands recorded', ['aggregate', 'command']);
  const refused = metrics.counter('covenant_refusals_total', 'Commands that the domain refused', ['aggregate', 'code']);
  const races = metrics.counter('covenant_lost_races_total', 'Appends that another writer was ahead of');
  metrics.gauge('covenant_cached_records', 'Folded records in memory', cached);
  metrics.gauge('covenant_commands_in_hand', 'Commands being decided and written', inHand);
  return {
    accepted: (aggregate, command) => accepted.inc({ aggregate, command }),
    refused: (aggregate, code) => refused.inc({ aggregate, code }),
    raced: () => races.inc(),
  };
};
