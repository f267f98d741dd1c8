/**
 * The value as JSON carries it: members that are undefined are left out, class instances become plain objects.
 * Event data is made with it, so that what is stored and what was folded are the same.
 */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** The object without one member. (A member set to undefined would not survive JSON.) */
export function without<T extends object, K extends keyof T>(value: T, member: K): Omit<T, K> {
  const { [member]: _left, ...rest } = value;
  return rest;
}

/** Where a union has been told apart to its end. Reaching it means that the compiler was lied to. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
