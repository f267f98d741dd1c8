export type ServerTrouble =
  | 'unsupported-platform'
  | 'folder-not-writable'
  | 'folder-not-ours'
  | 'folder-in-use'
  | 'other-version'
  | 'secret-missing'
  | 'no-account'
  | 'port-in-use'
  | 'failed';

/** PostgreSQL could not be started here. The message is one plain sentence for the person at the terminal. */
export class ServerError extends Error {
  constructor(
    readonly trouble: ServerTrouble,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ServerError';
  }
}

/** The database carries migrations that this code does not know. */
export class NewerDatabase extends Error {
  constructor(
    readonly schema: string,
    readonly unknown: readonly string[],
  ) {
    super(`The database's schema ${schema} was made by a newer version of Covenant (it has ${unknown.join(', ')}).`);
    this.name = 'NewerDatabase';
  }
}

/** The system error code of a failed call, e.g. `EACCES`. Tests run in a realm of their own: no `instanceof` here. */
export const errorCode = (error: unknown): string | undefined =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
