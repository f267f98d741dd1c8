import { expect, it } from '@jest/globals';
import { InHand } from './in-hand.js';

it('counts what is in hand until it is over, however it ends', async () => {
  const hand = new InHand(2);
  let end = (): void => undefined;
  const waiting = hand.run(() => new Promise<void>((resolve) => void (end = resolve)));
  const failing = hand.run(() => Promise.reject(new Error('over')));
  expect([hand.size, hand.full]).toEqual([2, true]);
  await expect(failing).rejects.toThrow('over');
  expect(() => hand.run(() => { throw new Error('at once'); })).toThrow('at once');
  expect([hand.size, hand.full]).toEqual([1, false]);
  end();
  await waiting;
  expect([hand.size, new InHand().full]).toEqual([0, false]);
});
