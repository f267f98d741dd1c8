import type { Contributor } from '@covenant/platform';
import type { Clock } from './clock.js';

/** A clock that is late harms nobody at once: it is shown, and takes nothing out of service. */
export const clockHealth = (clock: Clock): Contributor => ({
  name: 'clock',
  check: () => Promise.resolve({ status: 'up', detail: { ...clock.health() } }),
});
