import { setTimeout as delay } from 'node:timers/promises';
import { formatVerifierKey, parseVerifierKey, signatureTypes, type VerifierKey } from '@covenant/transparency';
import type { Pool } from 'pg';
import { ed25519Key } from './ed25519.js';
import { type LogKey, LogKeyError } from './log-key.js';
import type { OpenedKeys } from './held-keys.js';
import { mlDsa44Key } from './ml-dsa-44.js';

type Database = Pick<Pool, 'query'>;

/** Milliseconds between two looks, and until nobody waits any longer. */
const lookEvery = 500;
const patience = 60_000;

/** Tells the processes that serve the log with which keys it began; every later one they have from its entries. */
export async function tellKeys(database: Database, keys: readonly VerifierKey[]): Promise<void> {
  await database.query(
    `WITH told AS (SELECT unnest($1::text[]) AS vkey),
       retired AS (UPDATE log.verifiers SET in_use = false WHERE in_use AND vkey NOT IN (SELECT vkey FROM told))
     INSERT INTO log.verifiers (vkey, in_use) SELECT vkey, true FROM told
     ON CONFLICT (vkey) DO UPDATE SET in_use = true`,
    [keys.map(formatVerifierKey)],
  );
}

/**
 * The keys that the notary told of, for a process that serves the log and signs nothing. At the very first start it
 * waits for the notary, for a minute.
 * @throws LogKeyError when no notary has told of a key of this log
 */
export async function toldKeys(database: Database, origin: string): Promise<OpenedKeys> {
  const deadline = performance.now() + patience;
  for (;;) {
    const { rows } = await database.query<{ vkey: string }>('SELECT vkey FROM log.verifiers WHERE in_use ORDER BY since, vkey');
    const keys = rows.map(({ vkey }) => parseVerifierKey(vkey)).filter(({ name }) => name === origin);
    const of = (type: VerifierKey['type']): VerifierKey[] => keys.filter((key) => key.type === type);
    const ed25519 = of(signatureTypes.ed25519).map(({ publicKey }) => ed25519Key(origin, publicKey, refuse));
    const mlDsa44 = of(signatureTypes.mlDsa44).map(({ publicKey }): LogKey => mlDsa44Key(origin, publicKey, refuse));
    if (ed25519.length > 0) {
      const held = { ed25519: { main: ed25519[0], next: undefined }, mlDsa44: { main: mlDsa44[0], next: undefined } };
      return { origin, ...held, again: () => Promise.resolve(held) };
    }
    if (performance.now() > deadline) {
      throw new LogKeyError(`No notary has signed a log named ${origin} here: start the notary, with the same LOG_ORIGIN.`);
    }
    await delay(lookEvery);
  }
}

const refuse = (): Promise<never> => Promise.reject(new LogKeyError('This process serves the log and has no key to sign it.'));
