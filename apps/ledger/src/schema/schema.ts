import { appRole, ConfigurationError, ensureDatabase, ensureRoles, isPlainDatabase, ownerRole, plainDatabase, processNames, processRole, type Environment } from '@covenant/platform';
import { migrate } from '../process/database.js';

/**
 * Makes the database ready for this version and ends: for one-shot containers, so that no process that serves anybody
 * ever holds the owner's password.
 *
 * `DATABASE_OWNER_URL` runs the migrations, which give each process that has a role of its own what it needs. Where
 * `DATABASE_ADMIN_URL` (a superuser's) is set, the roles get the passwords that stand in `DATABASE_OWNER_URL`,
 * `DATABASE_URL` and, for each process that is to have its own, `DATABASE_RELAY_URL` and the like; and the database is made
 * when missing. Any number may run at once; doing it again changes nothing.
 * @throws ConfigurationError, NewerDatabase, and the database's own errors
 */
export async function prepareDatabase(environment: Environment): Promise<void> {
  const ownerUrl = addressOf(environment, 'DATABASE_OWNER_URL', ownerRole);
  const adminUrl = environment['DATABASE_ADMIN_URL'];
  if (environment['PLAIN_INSIDE'] !== 'allowed') {
    if (isPlainDatabase(ownerUrl.href)) throw wrong('DATABASE_OWNER_URL', plainDatabase);
    if (adminUrl !== undefined && adminUrl !== '' && isPlainDatabase(adminUrl)) throw wrong('DATABASE_ADMIN_URL', plainDatabase);
  }
  if (adminUrl !== undefined && adminUrl !== '') {
    const appUrl = addressOf(environment, 'DATABASE_URL', appRole);
    const database = decodeURIComponent(ownerUrl.pathname.slice(1));
    if (database === '') throw wrong('DATABASE_OWNER_URL', 'must name a database');
    const processes = Object.fromEntries(
      processNames.flatMap((name) => {
        const variable = `DATABASE_${name.toUpperCase()}_URL`;
        const isGiven = (environment[variable] ?? '') !== '';
        return isGiven ? [[name, passwordOf(addressOf(environment, variable, processRole(name)))]] : [];
      }),
    );
    await ensureRoles(adminUrl, { owner: passwordOf(ownerUrl), app: passwordOf(appUrl), processes });
    await ensureDatabase(adminUrl, database);
  }
  await migrate(ownerUrl.href);
}

/** The roles have fixed names, which the migrations grant to. */
function addressOf(environment: Environment, name: string, role: string): URL {
  const text = environment[name] ?? '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol)) throw wrong(name, 'must be a postgres:// address');
  if (decodeURIComponent(url.username) !== role) throw wrong(name, `must name the role ${role}`);
  if (url.password === '') throw wrong(name, 'must hold a password');
  return url;
}

const passwordOf = (url: URL): string => decodeURIComponent(url.password);

const wrong = (name: string, detail: string): ConfigurationError => new ConfigurationError([{ name, detail }]);
