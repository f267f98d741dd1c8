import { errorCode } from '../error-code.js';
import { NotaryStopped, type StopCode } from './stopped.js';

/**
 * SQLSTATEs by which the tables say that something is wrong for good, and not just now. Not among them: LG001 and
 * LG002, which a notary gets that is no longer the one, and which taking the log again settles.
 */
const forGood: Readonly<Record<string, StopCode>> = {
  LG003: 'store-contradicts-log',
  LG004: 'log-damaged',
  LG005: 'forked',
  LG006: 'behind-published',
  /** The index has the event's id already: the store gives an event twice. */
  23505: 'store-contradicts-log',
};

/** The error as a reason to stop, or undefined when trying again may help. */
export function refusalOf(error: unknown): NotaryStopped | undefined {
  if (error instanceof NotaryStopped) return error;
  const code = forGood[errorCode(error) ?? ''];
  if (code === undefined || !(error instanceof Error)) return undefined;
  const detail = 'detail' in error && typeof error.detail === 'string' ? ` (${error.detail})` : '';
  return new NotaryStopped(code, `${error.message}${detail}`);
}
