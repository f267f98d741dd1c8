import { describe, expect, it } from '@jest/globals';
import { withProofs } from './with-proofs.js';

const receipt = { id: 'i', stream: 's', revision: 0, events: [{ id: 'one', type: 'Lodged' }, { id: 'two', type: 'Seen' }], position: '7', code: 'told once' };

/** A reply as far as it is written to. */
function answered() {
  const seen = { status: 201, headers: {} as Record<string, unknown> };
  const reply = {
    code: (status: number) => void (seen.status = status),
    header: (name: string, value: unknown) => void (seen.headers[name] = value),
  };
  return { seen, reply: reply as unknown as Parameters<typeof withProofs>[3] };
}

describe('a receipt that waits for its proofs', () => {
  it('is answered whole, whatever becomes of the wait: what it holds is told only once', async () => {
    const { seen, reply } = answered();
    const broken = { within: () => Promise.reject(new Error('the notary was told to end')) };
    const found = await withProofs(broken, receipt, { headers: { prefer: 'wait=3' } }, reply);
    expect(found).toEqual({ ...receipt, proofs: ['one', 'two'].map((event) => ({ event, address: `/log/proofs/${event}` })) });
    expect(seen).toEqual({ status: 202, headers: { 'preference-applied': 'wait=3', 'retry-after': '1' } });
  });

  it('waits for nothing unasked, and says 202 unless every event has its proof', async () => {
    const asked: unknown[] = [];
    const log = (missing: string) => ({
      within: (events: readonly string[], position: bigint, milliseconds: number) => {
        asked.push([position, milliseconds]);
        return Promise.resolve(events.map((event) => ({ event, address: event, ...(event === missing ? {} : { proof: 'p' }) })));
      },
    });
    const unasked = answered();
    expect(await withProofs(log('none'), receipt, { headers: {} }, unasked.reply)).toBe(receipt);
    expect([asked, unasked.seen]).toEqual([[], { status: 201, headers: {} }]);
    for (const [missing, status] of [['none', 201], ['two', 202]] as const) {
      const { seen, reply } = answered();
      await withProofs(log(missing), receipt, { headers: { prefer: 'wait=3' } }, reply);
      expect(seen.status).toBe(status);
    }
    expect(asked).toEqual([[7n, 3_000], [7n, 3_000]]);
  });
});
