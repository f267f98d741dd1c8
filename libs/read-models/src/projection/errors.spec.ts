import { describe, expect, it } from '@jest/globals';
import type { FedEvent } from '@covenant/event-feed';
import { EventRefused } from '../derive/fold.js';
import { isPassing, messageOf, ReadModelsReplaced } from './errors.js';

const coded = (code: string): Error => Object.assign(new Error('said by somebody'), { code });
const event = {} as FedEvent;

describe('a failure', () => {
  it.each([
    ['a lost connection', coded('08006')],
    ['a server that shuts down', coded('57P01')],
    ['a statement that took too long', coded('57014')],
    ['a full disk', coded('53100')],
    ['a deadlock', coded('40P01')],
    ['a lock that was not given', coded('55P03')],
    ['a session that idled in its transaction', coded('25P03')],
    ['nobody listening', coded('ECONNREFUSED')],
    ['a connection reset', coded('ECONNRESET')],
    ['a connection that ended in a statement', new Error('Connection terminated unexpectedly')],
    ['no connection in time', new Error('timeout exceeded when trying to connect')],
    ['tables that a rebuild replaced', new ReadModelsReplaced()],
    ['a lost connection that could not roll back', new AggregateError([new Error('x'), coded('08003')], 'both')],
  ])('is tried again for %s', (_what, error) => {
    expect(isPassing(error)).toBe(true);
  });

  it.each([
    ['a fold that threw', new EventRefused(event, 'no', { cause: coded('08006') })],
    ['a value that a column does not take', coded('22007')],
    ['a constraint', coded('23514')],
    ['a row too large for an index', coded('54000')],
    ['a slip in the code', new TypeError('undefined is not a function')],
    ['something that is no error', 'gone'],
    ['nothing', undefined],
  ])('is held against the event for %s', (_what, error) => {
    expect(isPassing(error)).toBe(false);
  });

  it('is told in text that PostgreSQL takes, and not at any length', () => {
    expect(messageOf(new Error('a\u0000b'))).toBe('a b');
    expect(messageOf('x'.repeat(5_000)).length).toBe(2_000);
  });
});
