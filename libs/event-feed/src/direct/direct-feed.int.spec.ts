import { describe, expect, it, jest } from '@jest/globals';
import { PostgresEventStore } from '@covenant/event-store';
import { freshDatabase } from '../../../../test/support/database.js';
import type { FeedConsumer } from '../port.js';
import { feedContract } from '../testing.js';
import { DirectFeed } from './direct-feed.js';

jest.setTimeout(60_000);

const open = async () => {
  const database = await freshDatabase();
  const store = await PostgresEventStore.open({ url: database.appUrl });
  return {
    store,
    feed: () => new DirectFeed(store, { batchSize: 7 }),
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
};

feedContract('the direct feed', open);

describe('the direct feed', () => {
  it.each([
    ['no number', 5n, 'x'],
    ['a negative number', 5n, '-1'],
    ['no entries before an event', 5n, '0'],
    ['entries before the beginning', -1n, '3'],
  ])('refuses a place with %s', async (_what, position, token) => {
    const { feed, close } = await open();
    const consumer: FeedConsumer = {
      name: 'lost',
      places: () => Promise.resolve([{ partition: 0, position, token }]),
      handle: () => Promise.resolve(),
    };
    try {
      await expect(feed().run(consumer, new AbortController().signal)).rejects.toThrow(/is not one of the direct feed's/);
    } finally {
      await close();
    }
  });
});
