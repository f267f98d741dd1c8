import type { Contributor } from '@covenant/platform';
import type { Notary } from './engine/notary.js';

/** A checkpoint without its quorum of witnesses is shown, and takes nothing out of service. */
export const notaryHealth = (notary: Pick<Notary, 'health'>): Contributor => ({
  name: 'public-log',
  check: () => {
    const detail = { ...notary.health() };
    return Promise.resolve({ status: detail.state === 'stopped' ? 'down' : 'up', detail });
  },
});
