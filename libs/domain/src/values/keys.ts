import type { Refusal } from '../kernel/refusal.js';
import { refuseRule } from '../kernel/refusal.js';
import type { Faults } from './faults.js';
import { cut, repeatedFaults } from './faults.js';
import { limits } from './limits.js';

/** Something within a record that later commands point at: a milestone, a condition, a measure. */
export type Keyed<T> = T & { readonly key: string };

const KEY = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const keysOf = (items: readonly { readonly key: string }[]): readonly string[] => items.map(({ key }) => key);

/** Keys are short, lower case, and each stands for one thing of the record for good. */
export const keyFaults = (
  pointer: string,
  items: readonly { readonly key?: string }[],
  taken: readonly string[],
): Faults => [
  ...items.flatMap(({ key }, index) => {
    if (key === undefined) return [];
    const at = `${pointer}/${index}/key`;
    if (!KEY.test(key) || key.length > limits.key) return [refuseRule('invalid-key', { given: cut(key) }, at)];
    return taken.includes(key) ? [refuseRule('repeated-item', { given: key }, at)] : [];
  }),
  ...repeatedFaults(
    pointer,
    items.flatMap(({ key }) => (key === undefined ? [] : [key])),
  ),
];

/** The fault of the key of one thing that is added, if it names one. */
export function newKeyFault(key: string | undefined, taken: readonly string[]): Refusal | undefined {
  const fault = keyFaults('', [key === undefined ? {} : { key }], taken)[0];
  return fault === undefined ? undefined : { ...fault, pointer: '/key' };
}

/** Gives every item without a key the next free one: `prefix` and a number from 1. The same input, the same keys. */
export function keyed<T extends { readonly key?: string }>(
  prefix: string,
  items: readonly T[],
  taken: readonly string[] = [],
): readonly Keyed<T>[] {
  const used = new Set([...taken, ...items.flatMap(({ key }) => (key === undefined ? [] : [key]))]);
  let number = 0;
  const next = (): string => {
    do number += 1;
    while (used.has(`${prefix}${number}`));
    used.add(`${prefix}${number}`);
    return `${prefix}${number}`;
  };
  return items.map((item) => ({ ...item, key: item.key ?? next() }));
}
