/** Where two JSON values part. */
export interface Difference {
  /** Such as `dueDates/0/fellDue`; empty where they differ as a whole. */
  readonly member: string;
  readonly expected: string;
  readonly found: string;
}

const LONGEST = 160;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

/** As it is said: whole where that is short. A member that is not there is `nothing`. */
function told(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** Every place where what was found is not what was expected; the order of members does not matter. */
export function differences(expected: unknown, found: unknown, at: readonly string[] = []): Difference[] {
  if (Object.is(expected, found)) return [];
  if (isObject(expected) && isObject(found) && Array.isArray(expected) === Array.isArray(found)) {
    const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
    return [...names].flatMap((name) => differences(own(expected, name), own(found, name), [...at, name]));
  }
  return [{ member: at.join('/'), expected: told(expected), found: told(found) }];
}

const own = (value: Readonly<Record<string, unknown>>, name: string): unknown => (Object.hasOwn(value, name) ? value[name] : undefined);

/** A value as JSON carries it: members that are undefined are not there. */
export const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
