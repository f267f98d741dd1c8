// A change of the log's key as the domain's scenarios have it, with true keys in the place of the shapes, so that it can be sent.
import { rm } from 'node:fs/promises';
import { announceKey, keyId, parseNote, parseVerifierKey, signatureTypes, utf8 } from '@covenant/transparency';
import { makeKey, placesOf, readHeld } from '../../../apps/notary/src/keys/held-keys.js';
import type { ShownKeys } from '@covenant/transparency';
import { announcement, keyShapes } from '../../../libs/domain/src/testing.js';
import type { TestLedger } from '../ledger.js';

const kind = 'ed25519';

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited for a minute: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The keys of the kind that sign now; two while a change is under way. */
async function inForce(ledger: TestLedger): Promise<{ readonly origin: string; readonly keys: readonly string[] }> {
  const { origin, keys } = (await ledger.ask<ShownKeys>('/log/keys')).body;
  return { origin, keys: keys.filter(({ key, until: end }) => end === undefined && parseVerifierKey(key).type === signatureTypes.ed25519).map(({ key }) => key) };
}

/**
 * Makes a new key in the place that is free and signs its announcement, as an operator's command does. Gives what the sample
 * keys and signatures stand for. One change can be under way at a time: what an earlier scenario left open is withdrawn.
 */
export async function announcementHere(ledger: TestLedger): Promise<ReadonlyMap<string, string>> {
  await ledger.parts.reading.currentAll();
  const open = (await ledger.ask<{ items: readonly { id: string }[] }>('/v1/log-keys?state=announced&limit=200')).body.items;
  for (const { id } of open) await ledger.send(`/v1/log-keys/${id}/withdraw`, { roles: ['administrator'] }, { reason: 'The next one is tried.' });
  await until('one key of the log signs', async () => (await inForce(ledger)).keys.length === 1);
  const { origin, keys } = await inForce(ledger);
  const places = placesOf({ dataDir: ledger.dataDir })[kind];
  const { main, next } = await readHeld(places, kind, origin);
  const [old, free] = main?.vkey === keys[0] ? [main, places.next] : [next, places.main];
  if (old === undefined || old.vkey !== keys[0]) throw new Error(`the key in use is not in ${ledger.dataDir}`);
  await rm(free.file, { force: true });
  const made = await makeKey(free, kind, origin);
  const change = { replaces: old.key, key: made.key, bothUntil: announcement.bothUntil };
  const { signatures } = await announceKey(change, { replaces: old.raw, key: made.raw });
  return new Map([
    [keyShapes.old, old.vkey],
    [keyShapes.next, made.vkey],
    [keyShapes.signature, signatures[0]?.signature ?? ''],
    [keyShapes.nextSignature, signatures[1]?.signature ?? ''],
  ]);
}

/** Before the new key has signed a checkpoint the old one cannot be retired. */
export async function untilBothSign(ledger: TestLedger, own: ReadonlyMap<string, string>): Promise<void> {
  const id = keyId(parseVerifierKey(own.get(keyShapes.next) ?? ''));
  await until('the new key of the log signs', async () => parseNote(utf8((await ledger.ask('/log/checkpoint')).text)).signatures.some((one) => one.keyId === id));
}
