/** A promise that is awaited later: should it fail before, that is told then, and not as an unhandled rejection now. */
export function heldBack<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
