import type { RecordedEvent } from '@covenant/event-store';
import { expect, it } from '@jest/globals';
import { FoldedRecords, type Applied } from './folded-records.js';

const id = '018f0000-0000-7000-8000-000000000022';
const actor = { subject: 'office', role: 'focal-point' } as const;
const recordedAt = '2026-03-02T12:00:00.000Z';
const named = (revision: number): RecordedEvent => ({
  id: `event-${revision}`,
  type: revision === 0 ? 'GroupRecognised' : 'GroupAmended',
  data: revision === 0 ? { cityId: id, name: 'Name 0', grounds: ['age'], description: 'x' } : { name: `Name ${revision}` },
  metadata: { cityId: id, actor, recordedAt, correlationId: 'c', schemaVersion: 1 },
  stream: `group-${id}`,
  revision,
  position: BigInt(revision),
});
const applied = (revision: number): Applied => {
  const { type, data } = named(revision);
  return { id: `event-${revision}`, type, data, recordedAt, actor, revision };
};

it('what is current is what is kept with what was recorded since, nothing of it twice', async () => {
  const stored = [named(0)];
  let meanwhile = (): void => undefined;
  const reads: (number | undefined)[] = [];
  const fakeStore = {
    readStream: (_stream: string, options?: { readonly from?: number }) => {
      reads.push(options?.from);
      const found = stored.slice(options?.from ?? 0);
      meanwhile();
      return Promise.resolve(found);
    },
  };
  const records = new FoldedRecords(fakeStore, 10);
  const kept = await records.current('group', id);
  expect(await records.current('group', id)).toBe(kept);

  // Another process amends it: whoever holds what was kept still holds that, and the next look starts from there.
  stored.push(named(1));
  const later = await records.current('group', id);
  expect([kept.revision, later.revision, later.state, later.history]).toMatchObject([0, 1, { name: 'Name 1' }, { length: 2 }]);
  expect(await records.current('group', id)).toBe(later);

  // This process amends it itself while it is being read.
  stored.push(named(2));
  meanwhile = () => records.apply(later, [applied(2)]);
  const own = await records.current('group', id);
  meanwhile = () => undefined;
  expect([own.revision, own.history.map((entry) => entry.id)]).toEqual([2, ['event-0', 'event-1', 'event-2']]);
  expect(reads).toEqual([undefined, 1, 1, 2, 2]);
});
