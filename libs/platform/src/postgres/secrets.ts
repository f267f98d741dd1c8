// Passwords of the embedded server's roles, made on the first start and readable by this user only.
import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, ServerError } from './errors.js';

export interface ServerSecrets {
  readonly superuser: string;
  readonly owner: string;
  readonly app: string;
}

const secretsFile = 'postgres.secrets.json';
const fresh = (): string => randomBytes(24).toString('base64url');

const areSecrets = (value: unknown): value is ServerSecrets =>
  typeof value === 'object' &&
  value !== null &&
  (['superuser', 'owner', 'app'] as const).every((role) => typeof Reflect.get(value, role) === 'string');

/** The secrets kept in the folder, or undefined before the first start. */
export async function readSecrets(folder: string): Promise<ServerSecrets | undefined> {
  const path = join(folder, secretsFile);
  try {
    const found: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (areSecrets(found)) return found;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ServerError('secret-missing', `The file ${path} does not hold the passwords of the database.`);
}

export async function makeSecrets(folder: string): Promise<ServerSecrets> {
  const secrets = { superuser: fresh(), owner: fresh(), app: fresh() };
  const path = join(folder, secretsFile);
  await writeFile(`${path}.new`, `${JSON.stringify(secrets, undefined, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
  return secrets;
}
