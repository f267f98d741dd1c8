import { IssuerUnavailable, Unauthenticated } from '@covenant/access';
import { KeyReused, Refused, StaleRevision, TooManyCommands, TooMuchContention, UnknownRecord } from '@covenant/commands';
import { SubjectKeyGone } from '@covenant/confidentiality';
import { OutcomeUnknown, StoreUnavailable } from '@covenant/event-store';
import { generalProblems, invalidInput, NoRightOfWay, overloaded, Problem } from '@covenant/platform';
import { InvalidCursor, ReadModelBehind } from '@covenant/read-models';
import { EntryTooLarge } from '@covenant/transparency';
import { entityTag } from '../http/headers.js';
import { erasedProblem } from '../privacy/opened.js';
import { refusalProblem, unknownRecord } from './refusal-problem.js';
import { details, forms } from './words/words.js';

const soon = { 'retry-after': '1' };

/** What the rooms throw, as the problems that callers see. Whatever is not listed here is our own fault. */
export const translate = (error: unknown): Problem | undefined => {
  if (error instanceof Refused) return refusalProblem(error.refusal);
  if (error instanceof Unauthenticated) {
    // A header is ASCII, and for programs.
    const challenge = { 'www-authenticate': `Bearer realm="covenant", error="invalid_token", error_description="${error.message}"` };
    return new Problem(generalProblems.unauthenticated, error.told, { headers: challenge });
  }
  if (error instanceof SubjectKeyGone) return erasedProblem();
  if (error instanceof UnknownRecord) {
    return new Problem(generalProblems['not-found'], unknownRecord(error.aggregate, error.id));
  }
  if (error instanceof StaleRevision && error.current < 0) {
    return new Problem(generalProblems['stale-revision'], details.noRevisionYet);
  }
  if (error instanceof StaleRevision) {
    return new Problem(
      generalProblems['stale-revision'],
      details.staleRevision(error.named, error.current),
      { headers: { etag: entityTag(error.current) }, extensions: { revision: error.current } },
    );
  }
  if (error instanceof TooMuchContention) {
    const headers = { ...soon, etag: entityTag(error.current) };
    return new Problem(generalProblems.conflict, details.contention, { headers });
  }
  if (error instanceof TooManyCommands) return overloaded();
  if (error instanceof KeyReused) {
    return new Problem(
      generalProblems['key-reused'],
      details.keyReused,
      { errors: [{ pointer: '/headers/idempotency-key', detail: forms.newKey }] },
    );
  }
  if (error instanceof EntryTooLarge) {
    return new Problem(
      generalProblems['too-large'],
      details.entryTooLarge(error.bytes, error.limit),
    );
  }
  if (error instanceof InvalidCursor) return invalidInput([{ pointer: '/cursor', detail: forms.ownCursor }]);
  return unavailable(error);
};

const unavailable = (error: unknown): Problem | undefined => {
  if (error instanceof StoreUnavailable) {
    return new Problem(generalProblems.unavailable, details.storeAway, {
      headers: soon,
      cause: error,
    });
  }
  if (error instanceof NoRightOfWay) {
    return new Problem(generalProblems.unavailable, details.noRightOfWay, { headers: soon, cause: error });
  }
  if (error instanceof ReadModelBehind) {
    return new Problem(generalProblems.unavailable, error.stopped ? details.readStopped : details.readBehind, { headers: { 'retry-after': String(error.retryAfter) }, cause: error });
  }
  if (error instanceof OutcomeUnknown) {
    return new Problem(
      generalProblems['outcome-unknown'],
      details.outcomeUnknown,
      { headers: soon, cause: error },
    );
  }
  if (error instanceof IssuerUnavailable) {
    return new Problem(generalProblems.unavailable, details.issuerAway, {
      headers: { 'retry-after': '5' },
      cause: error,
    });
  }
  return undefined;
};
