import type { Contributor } from '@covenant/platform';
import type { Notary } from './engine/notary.js';

/** For `/health/ready`: up while it signs, or stands by for another that does. */
export const notaryContributor = (notary: Notary): Contributor => ({
  name: 'log',
  check: () => {
    const { state, ...rest } = notary.health();
    const up = state === 'following' || state === 'standby';
    return Promise.resolve({ status: up ? 'up' : 'down', detail: { state, ...rest } });
  },
});
