import { type CodeHash, hashCode, isCode } from './receipt-code.js';
import type { KeyDatabase } from './key-database.js';

/** The slow hashes of receipt codes, by record. */
export class Receipts {
  constructor(private readonly database: KeyDatabase) {}

  /** Durable when it resolves; of two for one record the first stays. */
  async keep(record: string, subject: string, code: string): Promise<void> {
    const { salt, hash } = await hashCode(code);
    await this.database.query(
      'INSERT INTO subjects.receipts (record, subject, salt, hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [record, subject, Buffer.from(salt), Buffer.from(hash)],
    );
  }

  /** The subject that a code speaks for; undefined when it is not this record's. Takes as long for either. */
  async subjectOf(record: string, code: string): Promise<string | undefined> {
    const { rows } = await this.database.query('SELECT subject, salt, hash FROM subjects.receipts WHERE record = $1', [record]);
    const kept = rows[0] as (CodeHash & { readonly subject: string }) | undefined;
    return (await isCode(code, kept)) ? kept?.subject : undefined;
  }

  /** The subject whose record it is; undefined where there is none, or it was erased. */
  async holder(record: string): Promise<string | undefined> {
    const { rows } = await this.database.query('SELECT subject FROM subjects.receipts WHERE record = $1', [record]);
    return (rows[0] as { readonly subject: string } | undefined)?.subject;
  }

  /** The codes of a subject open nothing any more. */
  async forget(subject: string): Promise<void> {
    await this.database.query('DELETE FROM subjects.receipts WHERE subject = $1', [subject]);
  }
}
