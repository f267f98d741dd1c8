import { readKeyChangeArguments } from '../../../apps/notary/src/key-change/arguments.js';
import { changeKey } from '../../../apps/notary/src/key-change/change.js';
import { LedgerDoor } from '../../../apps/notary/src/key-change/ledger.js';
import type { ShownKeys } from '@covenant/transparency';
import type { TestLedger } from '../ledger.js';

/** Where an operator's command is cut off. */
export type Cut = 'before it is sent' | 'after it was sent' | 'after the retired key was put aside';

/** The door of a command that is cut off when it sends. */
class CutDoor extends LedgerDoor {
  constructor(
    private readonly cut: Cut,
    url: string,
    token: string,
  ) {
    super(url, token);
  }

  override async send(...request: Parameters<LedgerDoor['send']>): Promise<void> {
    if (this.cut === 'before it is sent') throw new Error(`cut off ${this.cut}`);
    await super.send(...request);
    if (this.cut === 'after it was sent') throw new Error(`cut off ${this.cut}`);
  }
}

/** What an operator types behind `npm run log-key --`, on the ledger's own folder. Gives what is printed. */
export const operator = (ledger: TestLedger, ...words: readonly string[]): Promise<readonly string[]> => command(ledger, undefined, words);

/** The same, cut off on the way. */
export const cutOff = (ledger: TestLedger, cut: Cut, ...words: readonly string[]): Promise<readonly string[]> => command(ledger, cut, words);

async function command(ledger: TestLedger, cut: Cut | undefined, words: readonly string[]): Promise<readonly string[]> {
  const given = readKeyChangeArguments(words);
  if (given === 'help') throw new Error('no help wanted');
  const said: string[] = [];
  const token = await ledger.token({ roles: ['administrator'] });
  const door = cut === undefined ? new LedgerDoor(ledger.url, token) : new CutDoor(cut, ledger.url, token);
  const say = (line: string): void => {
    said.push(line);
    if (cut === 'after the retired key was put aside' && line.startsWith('The retired key')) throw new Error(`cut off ${cut}`);
  };
  const { origin } = (await ledger.ask<ShownKeys>('/log/keys')).body;
  const today = new Date().toISOString().slice(0, 10);
  await changeKey(given, { door, settings: { origin, dataDir: ledger.dataDir }, say, today });
  return said;
}

/** Announces another key of the log. Gives the id of the change. */
export async function changedLogKey(ledger: TestLedger): Promise<string> {
  await operator(ledger, 'rotate', '--both-until', '2099-12-31');
  await ledger.parts.reading.currentAll();
  return (await ledger.ask<{ readonly items: readonly { readonly id: string }[] }>('/v1/log-keys')).body.items[0]?.id ?? '';
}
