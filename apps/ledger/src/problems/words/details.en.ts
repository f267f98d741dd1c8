/** What one request should have been, or what stood in its way, where the ledger refuses it. */
export const detailsInEnglish = {
  noRevisionYet: 'The record is only being begun, so it has no revision yet: leave If-Match out.',
  staleRevision: (named: number, current: number) =>
    `You named revision ${named}; the record is at revision ${current}. Read it again and decide afresh.`,
  contention: 'Others kept recording on this record. Send the same again.',
  keyReused: 'This key came with another request before. Take a new key, or send exactly what you sent then.',
  entryTooLarge: (bytes: number, limit: number) =>
    `This would make an entry of ${bytes} bytes; an entry has ${limit} at the most. Keep files aside and name them by digest.`,
  storeAway: 'The store did not answer; nothing was recorded. Try again.',
  noRightOfWay: 'It could not be made sure that no other command is in the way of this one; nothing was recorded. Try again.',
  readStopped: 'What is read is behind what is recorded, and somebody has to look into it. /health/ready says more.',
  readBehind: 'What is read has not caught up with that position yet. Try again.',
  outcomeUnknown: 'The store went away while this was being recorded. Send exactly the same again with the same Idempotency-Key to find out.',
  issuerAway: 'The issuer of the tokens cannot be reached, so no token can be judged. Try again.',
  justRecorded: 'If you have just recorded it, add ?after= with the position of the receipt.',
  noSuchTable: (tables: string) => `There is no such table; there are ${tables}.`,
  noSuchPosition: 'Nothing has been recorded at that position.',
  idForm: 'There is no such record: the id must be an id: a UUID in lower case.',
  listForms: 'Lists come as application/json or text/csv.',
  headerInvalid: 'A header is not valid; see errors.',
  methodsHere: (methods: string) => `This address takes ${methods}.`,
  noSuchKind: 'There is no such kind of problem; /problems lists them.',
  erased: 'The key to these words was destroyed; see the record of the subject.',
  receiptCode: 'Send the receipt code that was given when this grievance was lodged, in the header Receipt-Code.',
  readingRepeated: 'Reading is not repeated under a key.',
  noSuchFile: 'There is no such file.',
  pagesNotBuilt: 'The pages were not built here; npm run build does.',
};

export type Details = typeof detailsInEnglish;
