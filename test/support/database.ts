// Databases for tests: `freshDatabase()` gives a migrated one that nobody else uses, in a few milliseconds, by
// copying a template that is migrated once a run.
import { createHash, randomUUID } from 'node:crypto';
import { appRole, ensureDatabase, ownerRole, type ProcessName, processRole, runMigrations, type ServerSecrets, withClient } from '@covenant/platform';
import { adminUrlVariable, secretsVariable } from './engines.js';
import { rooms } from './rooms.js';

export interface TestDatabase {
  readonly name: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** As the role of one of the processes of the distributed profile. */
  urlOf(process: ProcessName): string;
  /** The superuser's URL of this database, for faults and for looking behind the scenes. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

type Secrets = ServerSecrets & { readonly processes: Readonly<Record<ProcessName, string>> };

function environment(): { adminUrl: string; secrets: Secrets } {
  const adminUrl = process.env[adminUrlVariable];
  const secrets = process.env[secretsVariable];
  if (adminUrl === undefined || secrets === undefined) {
    throw new Error('No test server: name this file .int.spec.ts, .e2e.spec.ts or .fault.spec.ts.');
  }
  return { adminUrl, secrets: JSON.parse(secrets) as Secrets };
}

const urlFor = (adminUrl: string, database: string, user?: string, password?: string): string => {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  if (user !== undefined) url.username = user;
  if (password !== undefined) url.password = password;
  return url.href;
};

/** Two test files must not make the template at once; any constant would do. */
const templateLock = 815_001;

/** An empty database with every room's migrations in it. */
export async function freshDatabase(): Promise<TestDatabase> {
  const { adminUrl } = environment();
  return withClient(adminUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
    const template = await ensureTemplate(adminUrl);
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${ownerRole}`);
    await ensureDatabase(adminUrl, name);
    return described(name);
  });
}

/** An empty database without any migrations, for tests of the migrations themselves. */
export async function bareDatabase(): Promise<TestDatabase> {
  const { adminUrl } = environment();
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await ensureDatabase(adminUrl, name);
  return described(name);
}

function described(name: string): TestDatabase {
  const { adminUrl, secrets } = environment();
  return {
    name,
    ownerUrl: urlFor(adminUrl, name, ownerRole, secrets.owner),
    appUrl: urlFor(adminUrl, name, appRole, secrets.app),
    urlOf: (process) => urlFor(adminUrl, name, processRole(process), secrets.processes[process]),
    adminUrl: urlFor(adminUrl, name),
    drop: () => withClient(adminUrl, async (client) => void (await client.query(`DROP DATABASE ${name} WITH (FORCE)`))),
  };
}

/** The template's name carries the list of migrations, so that a changed list gets a template of its own. */
async function ensureTemplate(adminUrl: string): Promise<string> {
  const names = rooms.flatMap(({ schema, migrations, grants }) => [schema, ...migrations.map((migration) => migration.name), JSON.stringify(grants)]);
  const name = `template_${createHash('sha256').update(names.join()).digest('hex').slice(0, 16)}`;
  const ready = await withClient(adminUrl, (client) =>
    client.query('SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate', [name]),
  );
  if (ready.rowCount === 1) return name;
  await ensureDatabase(adminUrl, name);
  for (const room of rooms) await runMigrations({ url: described(name).ownerUrl, ...room });
  await withClient(adminUrl, (client) => client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`));
  return name;
}
