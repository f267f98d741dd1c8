import { StoreUnavailable, UnusableConnection } from '@covenant/event-store';
import { explain } from '@covenant/platform';
import { LogKeyError } from '../../../notary/src/index.js';
import { StartUsage } from './arguments.js';

/** One sentence for the person at the terminal; undefined for a fault of ours, which shows its stack. */
export const sentenceFor = (error: unknown): string | undefined => {
  if (error instanceof LogKeyError || error instanceof StartUsage || error instanceof UnusableConnection) return error.message;
  if (error instanceof StoreUnavailable) {
    return 'The event store cannot be reached, or its database has no tables of Covenant: see DATABASE_URL, DATABASE_OWNER_URL and EVENTSTORE_URL.';
  }
  return explain(error);
};
