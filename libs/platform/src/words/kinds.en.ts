/** What each general kind of problem is called, and what it means and what to do. */
export const kindsInEnglish = {
  'malformed-json': {
    title: 'The body is not well-formed JSON',
    about: 'The request was not read because its body is not JSON in UTF-8, names one member twice, or is nested too deeply.',
  },
  'invalid-input': {
    title: 'The input is not valid',
    about:
      'Some members are missing, unknown or of the wrong form. The answer lists every one of them with what would have been right; nothing was recorded.',
  },
  'malformed-request': {
    title: 'The request is not well formed',
    about: 'The address, a header or the HTTP message itself could not be read.',
  },
  unauthenticated: {
    title: 'A valid token is needed',
    about:
      'Reading what is public needs no token. This request needs one, or the token sent is forged, expired, or meant for somebody else.',
  },
  forbidden: {
    title: 'Your role does not allow this',
    about: 'The token is valid, but its roles, its city or its duty-bearer do not reach what was asked.',
  },
  'not-found': {
    title: 'There is nothing at this address',
    about: 'The address is mistyped, or the record does not exist.',
  },
  'method-not-allowed': {
    title: 'This address does not take that method',
    about: 'The Allow header of the answer lists the methods it takes.',
  },
  'not-acceptable': {
    title: 'That form is not offered',
    about: 'Records come as JSON; lists come as JSON or, with Accept: text/csv, as CSV.',
  },
  conflict: {
    title: 'The record moved on meanwhile',
    about: 'Others kept recording on the same record while this was being decided. Trying again is safe.',
  },
  'stale-revision': {
    title: 'The record is no longer at the revision you named',
    about: 'Somebody recorded something since you read it. Read it again, look at what changed, and decide afresh.',
  },
  'too-large': {
    title: 'That is too large',
    about:
      'A request takes 64 KiB and an entry 65,535 bytes. Files are evidence: keep them aside and name them by digest, length and media type.',
  },
  'uri-too-long': {
    title: 'The address is too long',
    about: 'A part of the address is longer than anything this interface gives out.',
  },
  'unsupported-media-type': {
    title: 'Only JSON is read here',
    about: 'Commands are sent as application/json in UTF-8.',
  },
  'expectation-failed': {
    title: 'That expectation is not met here',
    about: 'Of the Expect header only 100-continue is understood. Leave it out.',
  },
  'key-reused': {
    title: 'This Idempotency-Key belongs to another request',
    about: 'A key stands for one request with one body. To record something else, take a new key.',
  },
  'headers-too-large': {
    title: 'The headers are too large',
    about: 'The headers of a request take 16 KiB at the most.',
  },
  'too-many-requests': {
    title: 'Too many requests',
    about: 'Wait as long as Retry-After says, then go on.',
  },
  internal: {
    title: 'Something went wrong on our side',
    about: 'The fault is ours and was noted under the number in "instance". Commands with an Idempotency-Key can be sent again safely.',
  },
  'method-unknown': {
    title: 'That method is not known here',
    about: 'No address here takes it. Records are read with GET and commands sent with POST.',
  },
  unavailable: {
    title: 'The ledger cannot answer right now',
    about: 'A part that the answer needs is away or behind. Nothing was recorded. Wait as long as Retry-After says and try again.',
  },
  overloaded: {
    title: 'Too much is asked of the ledger at once',
    about:
      'It takes no more than it can answer in time, so that those whom it took are served. Nothing was begun. Wait as long as Retry-After says and send the same again.',
  },
  'outcome-unknown': {
    title: 'It is not known whether this was recorded',
    about:
      'The store went away in the middle of recording. Sending exactly the same again with the same Idempotency-Key finds out, and records nothing twice.',
  },
  timeout: {
    title: 'The request took too long to arrive',
    about: 'The connection was given up before the whole request was there. Nothing was recorded.',
  },
};
