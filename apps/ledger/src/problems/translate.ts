import { IssuerUnavailable, Unauthenticated } from '@covenant/access';
import { KeyReused, Refused, StaleRevision, TooManyCommands, TooMuchContention, UnknownRecord } from '@covenant/commands';
import { SubjectKeyGone } from '@covenant/confidentiality';
import { OutcomeUnknown, StoreUnavailable } from '@covenant/event-store';
import { generalProblems, invalidInput, NoRightOfWay, overloaded, Problem } from '@covenant/platform';
import { InvalidCursor, ReadModelBehind } from '@covenant/read-models';
import { EntryTooLarge } from '@covenant/transparency';
import { entityTag } from '../http/headers.js';
import { erasedProblem } from '../privacy/opened.js';
import { refusalProblem } from './refusal-problem.js';

const soon = { 'retry-after': '1' };

/** What the rooms throw, as the problems that callers see. Whatever is not listed here is our own fault. */
export const translate = (error: unknown): Problem | undefined => {
  if (error instanceof Refused) return refusalProblem(error.refusal);
  if (error instanceof Unauthenticated) {
    const challenge = { 'www-authenticate': `Bearer realm="covenant", error="invalid_token", error_description="${error.reason}"` };
    return new Problem(generalProblems.unauthenticated, error.reason, { headers: challenge });
  }
  if (error instanceof SubjectKeyGone) return erasedProblem();
  if (error instanceof UnknownRecord) {
    return new Problem(generalProblems['not-found'], `There is no ${error.aggregate} with the id ${error.id}.`);
  }
  if (error instanceof StaleRevision && error.current < 0) {
    return new Problem(generalProblems['stale-revision'], 'The record is only being begun, so it has no revision yet: leave If-Match out.');
  }
  if (error instanceof StaleRevision) {
    return new Problem(
      generalProblems['stale-revision'],
      `You named revision ${error.named}; the record is at revision ${error.current}. Read it again and decide afresh.`,
      { headers: { etag: entityTag(error.current) }, extensions: { revision: error.current } },
    );
  }
  if (error instanceof TooMuchContention) {
    const headers = { ...soon, etag: entityTag(error.current) };
    return new Problem(generalProblems.conflict, 'Others kept recording on this record. Send the same again.', { headers });
  }
  if (error instanceof TooManyCommands) return overloaded();
  if (error instanceof KeyReused) {
    return new Problem(
      generalProblems['key-reused'],
      'This key came with another request before. Take a new key, or send exactly what you sent then.',
      { errors: [{ pointer: '/headers/idempotency-key', detail: 'must be new, or come with the request it first came with' }] },
    );
  }
  if (error instanceof EntryTooLarge) {
    return new Problem(
      generalProblems['too-large'],
      `This would make an entry of ${error.bytes} bytes; an entry has ${error.limit} at the most. Keep files aside and name them by digest.`,
    );
  }
  if (error instanceof InvalidCursor) return invalidInput([{ pointer: '/cursor', detail: 'must be a cursor that this very list gave' }]);
  return unavailable(error);
};

const unavailable = (error: unknown): Problem | undefined => {
  if (error instanceof StoreUnavailable) {
    return new Problem(generalProblems.unavailable, 'The store did not answer; nothing was recorded. Try again.', {
      headers: soon,
      cause: error,
    });
  }
  if (error instanceof NoRightOfWay) {
    const detail = 'It could not be made sure that no other command is in the way of this one; nothing was recorded. Try again.';
    return new Problem(generalProblems.unavailable, detail, { headers: soon, cause: error });
  }
  if (error instanceof ReadModelBehind) {
    const detail = error.stopped
      ? 'What is read is behind what is recorded, and somebody has to look into it. /health/ready says more.'
      : 'What is read has not caught up with that position yet. Try again.';
    return new Problem(generalProblems.unavailable, detail, { headers: { 'retry-after': String(error.retryAfter) }, cause: error });
  }
  if (error instanceof OutcomeUnknown) {
    return new Problem(
      generalProblems['outcome-unknown'],
      'The store went away while this was being recorded. Send exactly the same again with the same Idempotency-Key to find out.',
      { headers: soon, cause: error },
    );
  }
  if (error instanceof IssuerUnavailable) {
    return new Problem(generalProblems.unavailable, 'The issuer of the tokens cannot be reached, so no token can be judged. Try again.', {
      headers: { 'retry-after': '5' },
      cause: error,
    });
  }
  return undefined;
};
