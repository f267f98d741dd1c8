// What each process of the distributed profile may do in the database, under an account of its own. A room says it for its
// tables; it is given anew whenever the room is migrated, so that what a version no longer needs is taken back.

/** The processes that work under accounts of their own. */
export const processNames = ['ledger', 'relay', 'projector', 'notary', 'clock'] as const;
export type ProcessName = (typeof processNames)[number];

export const processRole = (name: ProcessName): string => `covenant_${name}`;

/** Rights, and the tables of the schema that they are for; `*` for all but `migrations`, `name()` for a function. */
export type Grant = readonly [rights: string, ...on: readonly string[]];

/** A process that is not named does not get into the schema. */
export type Grants = Readonly<Partial<Record<ProcessName, readonly Grant[]>>>;

type Query = (sql: string) => Promise<readonly { readonly name: string }[]>;

/**
 * Gives the roles that there are exactly these rights in the schema. Where processes share one account, as in the embedded
 * profile, there are none, and nothing is done.
 */
export async function applyGrants(query: Query, schema: string, grants: Grants): Promise<void> {
  const roles = processNames.map((name) => `'${processRole(name)}'`).join();
  const there = new Set((await query(`SELECT rolname AS name FROM pg_roles WHERE rolname IN (${roles})`)).map(({ name }) => name));
  if (there.size === 0) return;
  const tables = (await query(`SELECT tablename AS name FROM pg_tables WHERE schemaname = '${schema}' AND tablename <> 'migrations'`)).map(({ name }) => name);
  await query('BEGIN');
  try {
    for (const name of processNames) {
      if (there.has(processRole(name))) for (const statement of statementsOf(schema, processRole(name), grants[name] ?? [], tables)) await query(statement);
    }
    await query('COMMIT');
  } catch (error) {
    await query('ROLLBACK');
    throw error;
  }
}

function statementsOf(schema: string, role: string, grants: readonly Grant[], tables: readonly string[]): readonly string[] {
  const named = (name: string): readonly string[] => {
    if (name === '*') return tables.flatMap(named);
    return [name.endsWith('()') ? `FUNCTION "${schema}"."${name.slice(0, -2)}"` : `TABLE "${schema}"."${name}"`];
  };
  return [
    ...['SCHEMA', 'ALL TABLES IN SCHEMA', 'ALL FUNCTIONS IN SCHEMA'].map((what) => `REVOKE ALL ON ${what} "${schema}" FROM ${role}`),
    ...(grants.length === 0 ? [] : [`GRANT USAGE ON SCHEMA "${schema}" TO ${role}`]),
    ...grants.flatMap(([rights, ...on]) => on.flatMap(named).map((object) => `GRANT ${rights} ON ${object} TO ${role}`)),
  ];
}
