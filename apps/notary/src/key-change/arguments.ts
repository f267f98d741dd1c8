import { parseArgs } from 'node:util';
import { isDate } from '@covenant/platform';
import type { KeyKind } from '../keys/command-key.js';
import { keyKinds } from '../keys/held-keys.js';

/** The command line is wrong, or what it asks for cannot be done; the message says what would have been right. */
export class KeyChangeRefused extends Error {}

const acts = ['list', 'rotate', 'retire', 'withdraw'] as const;

export interface KeyChangeArguments {
  readonly act: (typeof acts)[number];
  readonly kind: KeyKind;
  readonly url?: string;
  /** A file with the token; otherwise it is in `COVENANT_TOKEN`. */
  readonly tokenFile?: string;
  readonly bothUntil?: string;
  readonly reason?: string;
}

const isAct = (word: string | undefined): word is KeyChangeArguments['act'] => acts.some((act) => act === word);
const isKind = (word: string): word is KeyKind => keyKinds.some((kind) => kind === word);

/** @throws KeyChangeRefused */
export function readKeyChangeArguments(args: readonly string[]): KeyChangeArguments | 'help' {
  const { values, positionals } = parse(args);
  if (values.help === true) return 'help';
  const [act, ...more] = positionals;
  if (!isAct(act) || more.length > 0) throw new KeyChangeRefused(`Say what to do: ${acts.join(', ')}.`);
  const { kind = 'ed25519', url, 'token-file': tokenFile, 'both-until': bothUntil, reason } = values;
  if (!isKind(kind)) throw new KeyChangeRefused(`--kind takes ${keyKinds.join(' or ')}.`);
  if (url !== undefined && !/^https?:\/\/\S+$/.test(url)) throw new KeyChangeRefused('--url takes the address of the ledger.');
  if (bothUntil !== undefined && !isDate(bothUntil)) throw new KeyChangeRefused('--both-until takes a day such as 2026-03-31.');
  if (act === 'withdraw' && reason === undefined) throw new KeyChangeRefused('Say why, with --reason.');
  return {
    act,
    kind,
    ...(url === undefined ? {} : { url }),
    ...(tokenFile === undefined ? {} : { tokenFile }),
    ...(bothUntil === undefined ? {} : { bothUntil }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        kind: { type: 'string' },
        url: { type: 'string' },
        'token-file': { type: 'string' },
        'both-until': { type: 'string' },
        reason: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new KeyChangeRefused(error instanceof Error ? error.message : String(error));
  }
}
