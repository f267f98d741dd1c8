import { generalProblems, Problem, type ProblemType } from '@covenant/platform';

/** The kinds of problem that the public log adds to the general ones. */
export const logProblems = {
  'not-yet-covered': {
    code: 'not-yet-covered',
    status: 409,
    title: 'The log has not covered this event yet',
    about:
      'The event is recorded. The next checkpoint, usually within two seconds, will cover it. ' +
      'Wait as long as Retry-After says and ask again.',
  },
  'log-contradicted': {
    code: 'log-contradicted',
    status: 500,
    title: 'The store no longer has what was logged',
    about:
      'The entries asked for are in the public log, and the ledger cannot show them any more. That is exactly what the ' +
      'log is there to make visible: keep the checkpoint and the proofs you have.',
  },
  'key-not-of-the-log': {
    code: 'key-not-of-the-log',
    status: 422,
    title: 'This does not follow from the keys of the log',
    about:
      'A new key of the log is announced under one that signs it now, by both of them, and once. What the log says of its ' +
      'own keys is at /log/keys.',
  },
  'new-key-silent': {
    code: 'new-key-silent',
    status: 409,
    title: 'The new key does not sign yet',
    about:
      'A key is retired only when the one that takes its place has signed the newest checkpoint: otherwise the log could ' +
      'not go on. Put the new key in its place and wait for a checkpoint that it signed.',
  },
} as const satisfies Record<string, ProblemType>;

const uncached = { 'cache-control': 'no-store' };

export const notFound = (detail: string): Problem => new Problem(generalProblems['not-found'], detail, { headers: uncached });

export const malformed = (detail: string): Problem => new Problem(generalProblems['malformed-request'], detail, { headers: uncached });

export const notYetCovered = (detail: string): Problem =>
  new Problem(logProblems['not-yet-covered'], detail, { headers: { ...uncached, 'retry-after': '1' } });

export const noCheckpointYet = (): Problem =>
  new Problem(generalProblems.unavailable, 'The log has published no checkpoint yet; it does so in its first second.', {
    headers: { ...uncached, 'retry-after': '1' },
  });

export const keyNotOfTheLog = (detail: string): Problem => new Problem(logProblems['key-not-of-the-log'], detail);

export const newKeySilent = (detail: string): Problem => new Problem(logProblems['new-key-silent'], detail, { headers: { ...uncached, 'retry-after': '1' } });

export const contradicted = (detail: string): Problem => new Problem(logProblems['log-contradicted'], detail, { headers: uncached });
