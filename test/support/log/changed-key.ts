import { readKeyChangeArguments } from '../../../apps/notary/src/key-change/arguments.js';
import { changeKey } from '../../../apps/notary/src/key-change/change.js';
import { LedgerDoor } from '../../../apps/notary/src/key-change/ledger.js';
import type { ShownKeys } from '../../../apps/notary/src/served/key-directory.js';
import type { TestLedger } from '../ledger.js';

/** What an operator types behind `npm run log-key --`, on the ledger's own folder. Gives what is printed. */
export async function operator(ledger: TestLedger, ...words: readonly string[]): Promise<readonly string[]> {
  const given = readKeyChangeArguments(words);
  if (given === 'help') throw new Error('no help wanted');
  const said: string[] = [];
  const door = new LedgerDoor(ledger.url, await ledger.token({ roles: ['administrator'] }));
  const { origin } = (await ledger.ask<ShownKeys>('/log/keys')).body;
  const today = new Date().toISOString().slice(0, 10);
  await changeKey(given, { door, settings: { origin, dataDir: ledger.dataDir }, say: (line) => void said.push(line), today });
  return said;
}

/** Announces another key of the log. Gives the id of the change. */
export async function changedLogKey(ledger: TestLedger): Promise<string> {
  await operator(ledger, 'rotate', '--both-until', '2099-12-31');
  await ledger.parts.reading.currentAll();
  return (await ledger.ask<{ readonly items: readonly { readonly id: string }[] }>('/v1/log-keys')).body.items[0]?.id ?? '';
}
