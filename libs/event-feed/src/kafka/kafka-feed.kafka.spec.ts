import { jest } from '@jest/globals';
import { openFeed } from '../../../../test/support/kafka/feed.js';
import { feedContract } from '../testing.js';

jest.setTimeout(300_000);

feedContract('the Kafka feed, with a relay before it,', () => openFeed({ partitions: 3 }));
