/** What a value must be, in the words of the domain. Each completes "this …". */
export const formsInEnglish = {
  newKey: 'must be new, or come with the request it first came with',
  noKey: 'must be left out: each reading is an entry of its own',
  visible: (most: number) => `must be 1 to ${most} visible ASCII characters`,
  entityTag: 'must be one revision in quotation marks, as ETag gave it, such as "3"',
  position: 'must be the position of a receipt',
  ownPosition: 'must be a position from a receipt of this ledger',
  cursor: 'must be a cursor that a page gave',
  ownCursor: 'must be a cursor that this very list gave',
  stream: 'must be the name of a stream such as commitment-01912d68-783e-7a03-8467-5661c1243ad4',
  streamOf: (aggregates: string) => `must begin with one of ${aggregates}`,
  entryReference: 'must be an entry number (a whole number from 0) or the id of an event',
  logKey: 'must be a key written name+id+base64',
  signature: 'must be a signature in base 64',
  sealedMark: 'must be a sealed mark that says nothing about the person',
  mediaType: 'must be a media type such as application/pdf',
  key: 'must be a short key such as first-stage',
  slug: 'must be a slug such as pittsburgh-pa',
  country: 'must be a country by ISO 3166-1, two capital letters',
  language: 'must be a language tag by BCP 47, such as en or fr-CA',
  partialDate: 'must be a day, a month or a year, such as 2011-04-19, 2011-04 or 2011',
  timeZone: 'must be an IANA time zone such as America/New_York',
  office: 'must be the subject of an access: visible ASCII, not beginning with system:',
};

export type Forms = typeof formsInEnglish;
