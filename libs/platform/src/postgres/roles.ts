// Two roles. The owner makes schemas and tables and is used by migrations only; the application's role can do
// what migrations grant it, table by table, and nothing else.
import type pg from 'pg';
import { Connection } from './connection.js';

export const ownerRole = 'covenant_owner';
export const appRole = 'covenant_app';

/** A session of the application that sits in an open transaction is ended, with the locks that it holds. */
const idleLimit = '30s';

export interface RolePasswords {
  readonly owner: string;
  readonly app: string;
}

/** Makes both roles, or gives them these passwords. Needs a superuser's URL. */
export async function ensureRoles(adminUrl: string, passwords: RolePasswords): Promise<void> {
  await withClient(adminUrl, async (client) => {
    for (const [role, password] of [[ownerRole, passwords.owner], [appRole, passwords.app]] as const) {
      const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
      const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
      await client.query(
        `${verb} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS ` +
          `PASSWORD ${client.escapeLiteral(password)}`,
      );
    }
    await client.query(`ALTER ROLE ${appRole} SET idle_in_transaction_session_timeout = '${idleLimit}'`);
  });
}

/** Makes the database, owned by the owner role and closed to everybody but the two roles. */
export async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const name = client.escapeIdentifier(database);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${name} OWNER ${ownerRole}`);
    await client.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${appRole}`);
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
