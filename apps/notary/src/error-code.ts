/** The `code` that Node and the database's driver put on their errors: `ENOENT`, or an SQLSTATE. */
export function errorCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
