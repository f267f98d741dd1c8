import { rename } from 'node:fs/promises';
import { announceKey, shortKey, signatureTypes, parseVerifierKey } from '@covenant/transparency';
import type { KeyKind } from '../keys/command-key.js';
import { type KeyPlace, type KeySettings, makeKey, placesOf, readHeld } from '../keys/held-keys.js';
import type { LogKey } from '../keys/log-key.js';
import type { ShownKey } from '@covenant/transparency';
import { sized } from '../sized.js';
import { type KeyChangeArguments, KeyChangeRefused } from './arguments.js';
import type { LedgerDoor } from './ledger.js';

export interface KeyChanging {
  readonly door: LedgerDoor;
  readonly settings: KeySettings & { readonly origin: string };
  readonly say: (line: string) => void;
  /** Today, as an ISO day. */
  readonly today: string;
}

const DAYS = 30;
const types = { 'ed25519': signatureTypes.ed25519, 'ml-dsa-44': signatureTypes.mlDsa44 } as const;
const isOf = (kind: KeyKind, vkey: string): boolean => parseVerifierKey(vkey).type === types[kind];

/** What an operator does about a key of the log. @throws KeyChangeRefused, LogKeyError */
export async function changeKey(given: KeyChangeArguments, parts: KeyChanging): Promise<void> {
  switch (given.act) {
    case 'list':
      return list(parts);
    case 'rotate':
      return rotate(given, parts);
    case 'retire':
    case 'withdraw':
      return end(given, parts);
  }
}

async function list({ door, say }: KeyChanging): Promise<void> {
  for (const { key, from, until, replaces } of (await door.keys()).keys) {
    const time = until === undefined ? `signs from ${sized(from)} on` : `signed from ${from} to ${sized(until)}`;
    say(`${shortKey(key)} ${time}${replaces === undefined ? '' : `, in the place of ${shortKey(replaces)}`}`);
  }
}

/** Safe to run again after it was interrupted anywhere: the new key is made once, and announced once. */
async function rotate({ kind, bothUntil, reason }: KeyChangeArguments, { door, settings, say, today }: KeyChanging): Promise<void> {
  door.mustHaveToken();
  const { keys } = await door.keys();
  const inForce = keys.filter(({ key, until }) => until === undefined && isOf(kind, key));
  const [current, another] = inForce;
  if (current === undefined) throw new KeyChangeRefused(`The log has no key of kind ${kind} that signs.`);
  if (another !== undefined) throw new KeyChangeRefused('A change is under way: retire the old key, or withdraw the new one, first.');
  const { old, next } = await pair(kind, current.key, keys, settings, say);
  const until = bothUntil ?? new Date(Date.parse(today) + DAYS * 86_400_000).toISOString().slice(0, 10);
  const announcement = await announceKey({ replaces: old.key, key: next.key, bothUntil: until }, { replaces: old.raw, key: next.raw });
  await door.send('/v1/log-keys', `log-key:announce:${shortKey(next.vkey)}`, { ...announcement, ...(reason === undefined ? {} : { reason }) });
  say(`Announced: ${shortKey(next.vkey)} takes the place of ${shortKey(old.vkey)}. Both sign from the next checkpoint on.`);
  say(`From ${until} on: npm run -s log-key -- retire --kind ${kind}`);
}

/** The key in use, and the one in the other place: made there, unless an interrupted run or a key service has one. */
async function pair(
  kind: KeyKind,
  current: string,
  keys: readonly ShownKey[],
  settings: KeyChanging['settings'],
  say: (line: string) => void,
): Promise<{ readonly old: LogKey; readonly next: LogKey }> {
  const places = placesOf(settings)[kind];
  const { main, next } = await readHeld(places, kind, settings.origin);
  const [old, other, free] = main?.vkey === current ? [main, next, places.next] : [next, main, places.main];
  if (old?.vkey !== current) throw new KeyChangeRefused(`The key in use, ${shortKey(current)}, is not here: run this where the log is signed.`);
  if (other === undefined) return { old, next: await makeKey(free, kind, settings.origin) };
  if (!keys.some(({ key }) => key === other.vkey)) return { old, next: other };
  await setAside(free, other, say);
  return { old, next: await makeKey(free, kind, settings.origin) };
}

/** A key that signs no more is kept, under a name that nothing reads: to destroy it is a person's decision. */
async function setAside({ file, command }: KeyPlace, key: LogKey, say: (line: string) => void): Promise<void> {
  if (command !== undefined) throw new KeyChangeRefused(`${command} holds ${shortKey(key.vkey)}, which was retired: name a program that holds a new key.`);
  const aside = `${file}.retired-${key.keyId.toString(16).padStart(8, '0')}`;
  await rename(file, aside);
  say(`The retired key ${shortKey(key.vkey)} is now in ${aside}.`);
}

async function end({ act, kind, reason }: KeyChangeArguments, { door, say }: KeyChanging): Promise<void> {
  const change = (await door.announced()).find(({ key }) => isOf(kind, key));
  if (change === undefined) throw new KeyChangeRefused(`No change of a key of kind ${kind} is under way.`);
  await door.send(`/v1/log-keys/${change.id}/${act}`, `log-key:${act}:${change.id}`, reason === undefined ? {} : { reason });
  say(act === 'retire' ? `Retired: ${shortKey(change.replaces)} signs nothing more.` : `Withdrawn: ${shortKey(change.key)} signs nothing; ${shortKey(change.replaces)} stays.`);
}
