import type { ProblemType } from './problem.js';

const kinds = {
  'malformed-json': {
    status: 400,
    title: 'The body is not well-formed JSON',
    about: 'The request was not read because its body is not JSON in UTF-8, names one member twice, or is nested too deeply.',
  },
  'invalid-input': {
    status: 400,
    title: 'The input is not valid',
    about:
      'Some members are missing, unknown or of the wrong form. The answer lists every one of them with what would have been right; nothing was recorded.',
  },
  'malformed-request': {
    status: 400,
    title: 'The request is not well formed',
    about: 'The address, a header or the HTTP message itself could not be read.',
  },
  unauthenticated: {
    status: 401,
    title: 'A valid token is needed',
    about:
      'Reading what is public needs no token. This request needs one, or the token sent is forged, expired, or meant for somebody else.',
  },
  forbidden: {
    status: 403,
    title: 'Your role does not allow this',
    about: 'The token is valid, but its roles, its city or its duty-bearer do not reach what was asked.',
  },
  'not-found': {
    status: 404,
    title: 'There is nothing at this address',
    about: 'The address is mistyped, or the record does not exist.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take that method',
    about: 'The Allow header of the answer lists the methods it takes.',
  },
  'not-acceptable': {
    status: 406,
    title: 'That form is not offered',
    about: 'Records come as JSON; lists come as JSON or, with Accept: text/csv, as CSV.',
  },
  conflict: {
    status: 409,
    title: 'The record moved on meanwhile',
    about: 'Others kept recording on the same record while this was being decided. Trying again is safe.',
  },
  'stale-revision': {
    status: 412,
    title: 'The record is no longer at the revision you named',
    about: 'Somebody recorded something since you read it. Read it again, look at what changed, and decide afresh.',
  },
  'too-large': {
    status: 413,
    title: 'That is too large',
    about:
      'A request takes 64 KiB and an entry 65,535 bytes. Files are evidence: keep them aside and name them by digest, length and media type.',
  },
  'uri-too-long': {
    status: 414,
    title: 'The address is too long',
    about: 'A part of the address is longer than anything this interface gives out.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Only JSON is read here',
    about: 'Commands are sent as application/json in UTF-8.',
  },
  'expectation-failed': {
    status: 417,
    title: 'That expectation is not met here',
    about: 'Of the Expect header only 100-continue is understood. Leave it out.',
  },
  'key-reused': {
    status: 422,
    title: 'This Idempotency-Key belongs to another request',
    about: 'A key stands for one request with one body. To record something else, take a new key.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    about: 'The headers of a request take 16 KiB at the most.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    about: 'Wait as long as Retry-After says, then go on.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    about: 'The fault is ours and was noted under the number in "instance". Commands with an Idempotency-Key can be sent again safely.',
  },
  'method-unknown': {
    status: 501,
    title: 'That method is not known here',
    about: 'No address here takes it. Records are read with GET and commands sent with POST.',
  },
  unavailable: {
    status: 503,
    title: 'The ledger cannot answer right now',
    about: 'A part that the answer needs is away or behind. Nothing was recorded. Wait as long as Retry-After says and try again.',
  },
  overloaded: {
    status: 503,
    title: 'Too much is asked of the ledger at once',
    about:
      'It takes no more than it can answer in time, so that those whom it took are served. Nothing was begun. Wait as long as Retry-After says and send the same again.',
  },
  'outcome-unknown': {
    status: 503,
    title: 'It is not known whether this was recorded',
    about:
      'The store went away in the middle of recording. Sending exactly the same again with the same Idempotency-Key finds out, and records nothing twice.',
  },
  timeout: {
    status: 408,
    title: 'The request took too long to arrive',
    about: 'The connection was given up before the whole request was there. Nothing was recorded.',
  },
} as const;

export type GeneralProblem = keyof typeof kinds;

/** The kinds of problem that every HTTP interface of the house shares. */
export const generalProblems: { readonly [K in GeneralProblem]: ProblemType } = Object.fromEntries(
  Object.entries(kinds).map(([code, kind]) => [code, { code, ...kind }]),
) as { [K in GeneralProblem]: ProblemType };

/** The sentence of `not-found` where no record was asked for. */
export const nothingHere = 'Nothing is at this address; /docs lists every address there is.';
