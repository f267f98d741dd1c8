import { type EventStore, secondsBehind } from '@covenant/event-store';
import type { Contributor } from '@covenant/platform';
import type { Relay } from './relay.js';

/** What it does, and for how long the oldest event has waited that it has not sent. A standby is ready: it can lead. */
export const relayHealth = (relay: Relay, store: Pick<EventStore, 'head' | 'readAll'>): Contributor => ({
  name: 'relay',
  check: async () => {
    const { state, position, reason } = relay.health();
    const detail = {
      state,
      ...(state === 'leading' ? { lagSeconds: await secondsBehind(store, position) } : {}),
      ...(reason === undefined ? {} : { reason }),
    };
    return { status: state === 'leading' || state === 'standby' ? 'up' : 'down', detail };
  },
});
