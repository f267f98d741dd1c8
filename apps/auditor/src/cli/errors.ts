/** What an error says of itself. Not by `instanceof`: errors of the platform may come from another realm. */
const member = (error: unknown, name: 'code' | 'message' | 'cause'): unknown =>
  typeof error === 'object' && error !== null ? (error as Partial<Record<typeof name, unknown>>)[name] : undefined;

/** Such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  const code = member(error, 'code');
  return typeof code === 'string' ? code : undefined;
}

/** The reason nearest to the root: `fetch failed` alone tells nobody anything. */
export function reasonOf(error: unknown): string {
  const cause = member(error, 'cause');
  const own = member(error, 'message');
  const deeper = cause === undefined ? '' : reasonOf(cause);
  if (deeper !== '' && deeper !== 'no reason given') return deeper;
  return typeof own === 'string' && own !== '' ? own : (codeOf(error) ?? 'no reason given');
}
