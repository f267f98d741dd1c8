import { createHmac, randomBytes } from 'node:crypto';
import type { KeyDatabase } from './key-database.js';
import { type MasterKey, MasterKeyError, type MasterKeys } from './master-key.js';
import { Receipts } from './receipts.js';
import { Together } from './together.js';

/** The subject's key was destroyed, or there never was one: what was sealed under it stays shut. */
export class SubjectKeyGone extends Error {
  constructor(readonly subject: string) {
    super(`there is no key of subject ${subject}`);
    this.name = 'SubjectKeyGone';
  }
}

interface Row {
  readonly subject: string;
  readonly master: string;
  readonly wrapped: Buffer;
}

/**
 * Destroys a subject’s key and the hash of their receipt code: for good, and in every process at once. Takes no master
 * key, so that a process which can open nothing can carry out an erasure. True when there was a key.
 */
export async function forgetSubject(database: KeyDatabase, subject: string): Promise<boolean> {
  let found = false;
  // A rotation may put a new row in the place of one that this statement was waiting for; then there is another look.
  for (let left = true; left; ) {
    const { rowCount } = await database.query('DELETE FROM subjects.keys WHERE subject = $1', [subject]);
    found ||= (rowCount ?? 0) > 0;
    left = (await database.query('SELECT FROM subjects.keys WHERE subject = $1', [subject])).rows.length > 0;
    found ||= left;
  }
  await new Receipts(database).forget(subject);
  return found;
}

/**
 * One random key a subject, wrapped by the master key, in a table where rows are only inserted and deleted. Nothing is
 * kept in memory: a key that was destroyed opens nothing any more, in no process. Commands that are under way at once
 * share a statement.
 */
export class SubjectKeys {
  private readonly making = new Together<void>((subjects) => this.makeAll([...new Set(subjects)].sort()));
  private readonly reading = new Together<ReadonlyMap<string, Buffer>>((subjects) => this.read(subjects));

  constructor(
    private readonly database: KeyDatabase,
    private readonly masters: MasterKeys,
  ) {}

  /** The subject has a key when this resolves, durably. A key that it has already stays. */
  make(subject: string): Promise<void> {
    return this.making.of(subject);
  }

  /** @throws SubjectKeyGone */
  async of(subject: string): Promise<Buffer> {
    const key = (await this.reading.of(subject)).get(subject);
    if (key === undefined) throw new SubjectKeyGone(subject);
    return key;
  }

  /** The keys of those subjects that still have one. */
  async ofAll(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const [subject, ...others] = new Set(subjects);
    if (subject === undefined) return new Map();
    if (others.length > 0) return this.read(subjects);
    const key = (await this.reading.of(subject)).get(subject);
    return new Map(key === undefined ? [] : [[subject, key]]);
  }

  /**
   * Wraps by the current master key whatever another one wrapped that is there. Gives how many; may be cut short and
   * called again. What a master that is gone has wrapped is left: somebody who is making a key just now wraps it anew.
   */
  async rewrap(): Promise<number> {
    const current = await this.masters.current();
    const { rows: others } = await this.database.query('SELECT DISTINCT master FROM subjects.keys WHERE master <> $1', [current.id]);
    let done = 0;
    for (const { master } of others as readonly Pick<Row, 'master'>[]) {
      if ((await this.masters.named(master)) !== undefined) done += await this.rewrapAll(current, master);
    }
    return done;
  }

  private async rewrapAll(to: MasterKey, from: string): Promise<number> {
    let done = 0;
    for (;;) {
      const rows = await this.rows('WHERE master = $1 ORDER BY subject LIMIT 500', [from]);
      if (rows.length === 0) return done;
      await this.rewrapRows(to, await this.unwrapped(rows));
      done += rows.length;
    }
  }

  /**
   * In one statement each old row goes and the new one comes, and none comes where the old one was gone: an erasure
   * meanwhile is not undone.
   */
  private async rewrapRows(to: MasterKey, keys: readonly Secret[]): Promise<void> {
    const wrapped = await to.wrap(keys.map(({ secret }) => secret));
    await this.database.query(
      `WITH given AS (SELECT * FROM unnest($2::uuid[], $3::text[], $4::bytea[]) AS given(subject, master, wrapped)),
            old AS (DELETE FROM subjects.keys AS old USING given
                    WHERE old.subject = given.subject AND old.master = given.master
                    RETURNING given.subject, given.wrapped)
       INSERT INTO subjects.keys (subject, master, wrapped) SELECT subject, $1, wrapped FROM old ON CONFLICT DO NOTHING`,
      [to.id, keys.map(({ subject }) => subject), keys.map(({ master }) => master), wrapped.map((one) => Buffer.from(one))],
    );
  }

  private async makeAll(subjects: readonly string[]): Promise<void> {
    const master = await this.masters.current();
    const made = subjects.map((subject) => ({ subject, secret: randomBytes(32), master: master.id }));
    const wrapped = await master.wrap(made.map(({ secret }) => secret));
    if (wrapped.length !== made.length) throw new MasterKeyError('The master key did not wrap what it was given.');
    const { rows } = await this.database.query(
      `INSERT INTO subjects.keys (subject, master, wrapped)
       SELECT subject, $1, wrapped FROM unnest($2::uuid[], $3::bytea[]) AS given(subject, wrapped)
       WHERE NOT EXISTS (SELECT FROM subjects.keys AS known WHERE known.subject = given.subject)
       ON CONFLICT DO NOTHING RETURNING subject`,
      [master.id, subjects, wrapped.map((one) => Buffer.from(one))],
    );
    if (rows.length === 0) return;
    const now = await this.masters.current();
    if (now.id === master.id) return;
    // A rotation that passed in between has not seen these rows: they are wrapped again while the old master is at hand.
    const inserted = new Set((rows as readonly Pick<Row, 'subject'>[]).map(({ subject }) => subject));
    await this.rewrapRows(now, made.filter(({ subject }) => inserted.has(subject)));
  }

  private async read(subjects: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const read = () => this.rows('WHERE subject = ANY ($1::uuid[])', [[...new Set(subjects)]]);
    // A rotation that ended in between has taken the old master away; the rows are wrapped by the new one by now.
    const secrets = await this.unwrapped(await read()).catch(async () => this.unwrapped(await read()));
    return new Map(secrets.map(({ subject, secret }) => [subject, derived(subject, secret)]));
  }

  private async rows(where: string, values: unknown[]): Promise<readonly Row[]> {
    const { rows } = await this.database.query(`SELECT subject, master, wrapped FROM subjects.keys ${where}`, values);
    return rows as readonly Row[];
  }

  private async unwrapped(rows: readonly Row[]): Promise<readonly Secret[]> {
    const secrets: Secret[] = [];
    for (const id of new Set(rows.map(({ master }) => master))) {
      const of = rows.filter((row) => row.master === id);
      const master = await this.masters.named(id);
      if (master === undefined) throw new MasterKeyError(`The master key ${id}, which wrapped keys of subjects, is not there.`);
      const opened = await master.unwrap(of.map(({ wrapped }) => wrapped));
      of.forEach(({ subject }, index) => secrets.push({ subject, master: id, secret: opened[index] ?? Buffer.alloc(0) }));
    }
    return secrets;
  }
}

interface Secret {
  readonly subject: string;
  readonly master: string;
  readonly secret: Uint8Array;
}

/** A wrapped key that is put under another subject's name gives a key that opens nothing. */
const derived = (subject: string, secret: Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`covenant/subject/v1\n${subject}`).digest();
