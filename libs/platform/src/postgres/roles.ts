// The owner makes schemas and tables and is used by migrations only. The application's role can do what migrations grant it,
// table by table, and nothing else; the embedded profile and the operator's commands work under it. Of the distributed
// profile each process has a role of its own, which can do still less (`grants.ts`).
import type pg from 'pg';
import { Connection } from './connection.js';
import { type ProcessName, processNames, processRole } from './grants.js';

export const ownerRole = 'covenant_owner';
export const appRole = 'covenant_app';

/** A session of the application that sits in an open transaction is ended, with the locks that it holds. */
const idleLimit = '30s';

export interface RolePasswords {
  readonly owner: string;
  readonly app: string;
  /** Of the processes that get a role of their own. Default: none does. */
  readonly processes?: Readonly<Partial<Record<ProcessName, string>>>;
}

/** Those that start together take turns: a role that two change at once is refused to one of them. Any constant would do. */
const lockKey = 4_017_303_313;

/** Makes the roles, or gives them these passwords. Needs a superuser's URL. */
export async function ensureRoles(adminUrl: string, { owner, app, processes = {} }: RolePasswords): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    const named = processNames.map((name) => [processRole(name), processes[name]] as const);
    for (const [role, password] of [[ownerRole, owner], [appRole, app], ...named] as const) {
      if (password === undefined) continue;
      const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
      await client.query(
        `${verb} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS ` +
          `PASSWORD ${client.escapeLiteral(password)}`,
      );
      if (role !== ownerRole) await client.query(`ALTER ROLE ${role} SET idle_in_transaction_session_timeout = '${idleLimit}'`);
    }
  });
}

/** Makes the database, owned by the owner role and closed to everybody but the roles that there are. */
export async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
    const name = client.escapeIdentifier(database);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${name} OWNER ${ownerRole}`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    const { rows } = await client.query<{ role: string }>('SELECT rolname AS role FROM pg_roles WHERE rolname = ANY($1)', [
      [appRole, ...processNames.map(processRole)],
    ]);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${rows.map(({ role }) => role).join()}`);
  });
}

/** Runs `work` on a connection of its own, which is closed whatever happens. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new Connection({ connectionString: url, application_name: 'covenant-setup' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
