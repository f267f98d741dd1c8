import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Message } from 'kafkajs';
import { recordsOf } from './wire.js';

/** What kafkajs itself would send, record by record. */
const require = createRequire(import.meta.url);
const recordOf = require('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => { readonly buffer: Buffer };
const byKafkajs = (messages: readonly Message[]): Buffer =>
  Buffer.concat(messages.map((message, offsetDelta) => recordOf({ ...message, offsetDelta, timestampDelta: 0 }).buffer));

const text = fc.oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'binary', maxLength: 200 }));
const bytes = fc.oneof(text, fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)));
const message: fc.Arbitrary<Message> = fc.record(
  {
    key: fc.option(bytes, { nil: null }),
    value: fc.option(bytes, { nil: null }),
    headers: fc.dictionary(text, fc.oneof(bytes, fc.array(bytes, { maxLength: 3 })), { maxKeys: 20 }),
  },
  { requiredKeys: ['value'] },
);

describe('records as we write them', () => {
  it('are those that kafkajs writes, byte for byte', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 150 }), (messages) => {
        expect(recordsOf(messages).equals(byKafkajs(messages))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('and so are very large ones, and ones with many headers', () => {
    const headers = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`h${n}`, '€'.repeat(n)]));
    const large = [{ key: 'k', value: 'ü'.repeat(600_000), headers }, { value: Buffer.alloc(3_000_000, 7) }];
    expect(recordsOf(large).equals(byKafkajs(large))).toBe(true);
  });
});
