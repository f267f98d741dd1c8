import { readFile, realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { superuser } from './data-folder.js';
import { errorCode } from './errors.js';
import { running } from './processes.js';
import { readSecrets, type ServerSecrets } from './secrets.js';

/** The embedded server of a data folder that another process of ours runs at this moment. */
export interface FoundServer {
  readonly port: number;
  readonly secrets: ServerSecrets;
  adminUrl(database?: string): string;
  url(role: { readonly name: string; readonly password: string }, database: string): string;
}

/** The server that runs on this data folder now; undefined when none does. Starts and stops nothing. */
export async function findEmbedded(dataFolder: string): Promise<FoundServer | undefined> {
  const folder = resolve(dataFolder);
  const secrets = await readSecrets(folder);
  const lines = await pidFile(join(folder, 'postgres'));
  if (secrets === undefined || lines === undefined) return undefined;
  // postmaster.pid: process id, data folder, start time, port, one a line.
  const server = await running(Number(lines[0]));
  const port = Number(lines[3]);
  if (server === undefined || !/postgres/.test(server.command) || !Number.isInteger(port)) return undefined;
  const database = await realpath(join(folder, 'postgres'));
  if (server.folder !== undefined ? server.folder !== database : !server.command.includes(database)) return undefined;
  const url = (user: string, password: string, name: string) =>
    `postgres://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`;
  return {
    port,
    secrets,
    adminUrl: (name = 'postgres') => url(superuser, secrets.superuser, name),
    url: (role, name) => url(role.name, role.password, name),
  };
}

async function pidFile(database: string): Promise<readonly string[] | undefined> {
  try {
    return (await readFile(join(database, 'postmaster.pid'), 'utf8')).split('\n');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
