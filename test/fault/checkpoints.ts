// Every checkpoint that anybody was shown, so that no two of one size can differ, and none can be taken back.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { withClient } from '@covenant/platform';
import { parseCheckpoint } from '@covenant/transparency';
import type { Topology } from './topology.js';

const every = 150;

/** Root of the tree of each size, in hex, and who said so. */
export interface Shown {
  readonly size: number;
  readonly root: string;
  readonly by: string;
}

export class Checkpoints {
  readonly shown = new Map<string, Shown>();
  /** A smaller tree was served after a larger one. */
  readonly takenBack: string[] = [];
  private readonly ending = new AbortController();
  private watching: Promise<void> | undefined;

  constructor(
    private readonly topology: Topology,
    private readonly dir: string,
  ) {}

  start(): void {
    this.watching = this.watch();
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.watching;
  }

  /** What was signed, what was published, and what the notaries keep in their folders. */
  async collect(): Promise<void> {
    await withClient(this.topology.engines.databaseUrl, async (client) => {
      for (const table of ['checkpoints', 'publications', 'published']) {
        const { rows } = await client.query<{ size: string; root: Buffer }>(`SELECT size, root FROM log.${table}`);
        for (const { size, root } of rows) this.add({ size: Number(size), root: root.toString('hex'), by: `log.${table}` });
      }
    });
    for (const { label } of this.topology.of('notary')) {
      const note = await readFile(join(this.dir, label, 'log-checkpoint'), 'utf8').catch(missing);
      if (note !== undefined) this.addNote(note, `the folder of ${label}`);
    }
  }

  private async watch(): Promise<void> {
    const { signal } = this.ending;
    for (let largest = 0; !signal.aborted; await pause(every)) {
      const address = this.topology.member('ledger').address;
      if (address === undefined) continue;
      const note = await fetch(`${address}/log/checkpoint`, { signal: AbortSignal.timeout(3_000) })
        .then((response) => (response.ok ? response.text() : undefined))
        .catch(() => undefined); // dead, or cut off: it is asked again
      if (note === undefined) continue;
      const size = this.addNote(note, 'the ledger');
      if (size < largest) this.takenBack.push(`the ledger showed a checkpoint of ${size} entries after one of ${largest}`);
      largest = Math.max(largest, size);
    }
  }

  private addNote(note: string, by: string): number {
    const { size, root } = parseCheckpoint(`${note.split('\n\n')[0] ?? ''}\n`);
    this.add({ size, root: Buffer.from(root).toString('hex'), by });
    return size;
  }

  private add(shown: Shown): void {
    const key = `${shown.size} ${shown.root}`;
    if (!this.shown.has(key)) this.shown.set(key, shown);
  }
}

const missing = (error: unknown): undefined => {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
};
