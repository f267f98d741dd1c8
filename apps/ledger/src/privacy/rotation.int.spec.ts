import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MasterKeyError, masterKeysOf, SubjectKeys } from '@covenant/confidentiality';
import { createPool, readSettings } from '@covenant/platform';
import type { Pool } from 'pg';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { subjectKeysCommand } from './cli.js';
import { configuredMasterKeys, masterKeyFile } from './master-keys.js';
import { Privacy } from './privacy.js';
import { rotateMasterKey } from './rotation.js';

let database: TestDatabase;
let pool: Pool;
let folder: string;
beforeAll(async () => {
  database = await freshDatabase();
  pool = createPool({ url: database.appUrl, name: 'rotation', size: 4, onError: () => undefined });
  folder = await mkdtemp(join(tmpdir(), 'covenant-keys-'));
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

const store = { readStream: () => Promise.resolve([]) };

describe('the master key', () => {
  it('is made on the first start, readable by its owner alone, and no other one is taken for it', async () => {
    const settings = readSettings({ DATA_DIR: folder });
    await new Privacy(pool, await configuredMasterKeys(settings), store).open();
    expect((await stat(masterKeyFile(settings))).mode & 0o777).toBe(0o600);
    const elsewhere = readSettings({ DATA_DIR: join(folder, 'elsewhere') });
    await expect(configuredMasterKeys(elsewhere).then((keys) => new Privacy(pool, keys, store).open())).rejects.toThrow(MasterKeyError);
  });

  it('is not made where the settings name a file, or a program that fails', async () => {
    const named = readSettings({ DATA_DIR: folder, SUBJECTS_KEY_FILE: join(folder, 'mistyped.key') });
    await expect(configuredMasterKeys(named)).rejects.toThrow(MasterKeyError);
    const program = readSettings({ DATA_DIR: folder, SUBJECTS_KEY_COMMAND: join(folder, 'no-such-program') });
    await expect(configuredMasterKeys(program)).rejects.toThrow(MasterKeyError);
  });

  it('is rotated while others make keys and read, any number at once, and nothing is lost', async () => {
    const file = masterKeyFile(readSettings({ DATA_DIR: folder }));
    const before = await readFile(file, 'utf8');
    const keys = new SubjectKeys(pool, masterKeysOf(() => readFile(file, 'utf8')));
    const subjects = Array.from({ length: 40 }, () => randomUUID());
    const making = subjects.map(async (subject) => {
      await keys.make(subject);
      return keys.of(subject);
    });
    await Promise.all([...making, rotateMasterKey(file, keys, pool), rotateMasterKey(file, keys, pool)]);
    const made = await Promise.all(making);
    expect(await readFile(file, 'utf8')).not.toContain(before.trim());
    const now = await keys.ofAll(subjects);
    expect(subjects.map((subject) => now.get(subject))).toEqual(made);
  });

  it('is rotated by a command, too', async () => {
    const said: string[] = [];
    const distributed = {
      PROFILE: 'distributed',
      DATABASE_URL: database.appUrl,
      OIDC_ISSUER: 'https://issuer.example',
      DATA_DIR: folder,
    };
    await expect(subjectKeysCommand(['rotate'], distributed, (line) => said.push(line))).resolves.toBe(0);
    expect(said.join()).toMatch(/^Wrapped anew: \d+\./);
    // What was done is done, whether the store of events can be reached or not.
    const lost = { ...distributed, EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false', EVENTSTORE_PASSWORD_FILE: join(folder, 'none') };
    await expect(subjectKeysCommand(['rewrap'], lost, (line) => said.push(line))).resolves.toBe(0);
    expect(said.join()).toContain('could not be recorded in the ledger');
    await expect(subjectKeysCommand(['nothing'], distributed, (line) => said.push(line))).resolves.toBe(2);
  });
});
