// The reference: pgbench, one row inserted a transaction, prepared, on the same server. pgbench comes with Debian's
// postgresql-contrib; nothing else needs it. Two rows to choose from, with as many bytes as one of our events:
//   row    a key and a text, one index: the least that a transaction can do with these bytes
//   event  an event's columns and its three indexes: what the event store would do without group commit
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withClient } from '@covenant/platform';
import { median, percentile } from './numbers.js';

const run = promisify(execFile);
/** Bytes in the row; about what an event's data and metadata take. */
const rowBytes = 900;

export type ReferenceRow = 'row' | 'event';

const inserts: Readonly<Record<ReferenceRow, string>> = {
  row: `INSERT INTO reference_rows (payload) VALUES ('${'x'.repeat(rowBytes)}');`,
  event: `INSERT INTO reference_events (id, revision, stream, type, data, metadata)
    VALUES (gen_random_uuid(), 0, 'commitment-' || gen_random_uuid(), 'CommitmentMade',
      '${'x'.repeat(rowBytes - 400)}', '${'x'.repeat(300)}');`,
};

export interface ReferenceRun {
  /** Transactions a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export class Reference {
  #ready: Promise<void> | undefined;

  constructor(
    private readonly url: string,
    private readonly folder: string,
  ) {}

  /** A run of `seconds` with so many clients. Not remembered: measure it next to what is compared with it. */
  async insert(clients: number, seconds: number, row: ReferenceRow = 'row'): Promise<ReferenceRun> {
    await (this.#ready ??= this.#prepare());
    const script = this.#script(row);
    const { hostname, port, username, password, pathname } = new URL(this.url);
    const logs = await mkdtemp(join(this.folder, 'pgbench-'));
    const { stdout } = await run(
      'pgbench',
      [
        ...['-n', '-M', 'prepared', '-c', String(clients), '-j', String(Math.min(clients, 2)), '-T', String(seconds)],
        ...['-f', script, '-l', '--log-prefix', join(logs, 'log')],
        ...['-h', hostname, '-p', port, '-U', username, pathname.slice(1)],
      ],
      { env: { ...process.env, PGPASSWORD: decodeURIComponent(password) }, maxBuffer: 16 * 1024 * 1024 },
    );
    const rate = Number(/tps = ([\d.]+)/.exec(stdout)?.[1]);
    if (!(rate > 0)) throw new Error(`pgbench gave no figure:\n${stdout}`);
    const latencies: number[] = [];
    for (const name of await readdir(logs)) {
      // One line a transaction: client, number, microseconds, …
      for (const line of (await readFile(join(logs, name), 'utf8')).split('\n')) {
        if (line !== '') latencies.push(Number(line.split(' ')[2]) / 1000);
      }
    }
    return { rate, p50: median(latencies), p99: percentile(latencies, 0.99) };
  }

  async #prepare(): Promise<void> {
    await run('pgbench', ['--version']).catch((cause: unknown) => {
      throw new Error('The bench needs pgbench: apt-get install postgresql-contrib', { cause });
    });
    await withClient(this.url, (client) =>
      client.query(`
        CREATE TABLE reference_rows (id bigserial PRIMARY KEY, payload text NOT NULL);
        CREATE TABLE reference_events (
          position bigserial PRIMARY KEY, id uuid NOT NULL UNIQUE, revision integer NOT NULL,
          stream text COLLATE "C" NOT NULL, type text COLLATE "C" NOT NULL, data text NOT NULL, metadata text NOT NULL,
          UNIQUE (stream, revision)
        )`),
    );
    for (const row of ['row', 'event'] as const) await writeFile(this.#script(row), `${inserts[row].replaceAll('\n', ' ')}\n`);
  }

  #script(row: ReferenceRow): string {
    return join(this.folder, `insert-${row}.sql`);
  }
}
