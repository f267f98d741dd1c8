import { EventRefused } from '../derive/fold.js';

/** A rebuild has put other tables in place of these; whoever wrote them starts again from their places. */
export class ReadModelsReplaced extends Error {
  constructor() {
    super('the read models were replaced by rebuilt ones');
    this.name = 'ReadModelsReplaced';
  }
}

/** Classes of SQLSTATE that say something of the server or of other sessions, and nothing of the event. */
const passingClasses = new Set(['08', '25', '40', '53', '55', '57', '58', 'XX']);

const passingCodes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND', 'EAI_AGAIN',
]);

/** What node-postgres says, without a code, of a connection that is gone. */
const lostConnection = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered|Query read timeout|Driver not Connected)/;

/**
 * True when trying the same again later may succeed: the database was away, or stood in the way. Everything else is
 * held against the event.
 */
export function isPassing(error: unknown): boolean {
  if (error instanceof ReadModelsReplaced) return true;
  if (error instanceof EventRefused) return false;
  if (typeof error !== 'object' || error === null) return false;
  if ('errors' in error && Array.isArray(error.errors)) return error.errors.some(isPassing);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code !== undefined && /^[0-9A-Z]{5}$/.test(code)) return passingClasses.has(code.slice(0, 2));
  if (code !== undefined) return passingCodes.has(code);
  return 'message' in error && typeof error.message === 'string' && lostConnection.test(error.message);
}

const longestMessage = 2_000;
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll('\u0000', ' ').slice(0, longestMessage);
