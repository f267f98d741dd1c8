/** What a value must be. Each completes "this …", and what is missing is told with it. */
export const formsInEnglish = {
  object: 'must be a JSON object',
  unknownMember: (known: string) => `is not known here; known are: ${known || 'no members'}`,
  missing: (form: string) => `is missing; it ${form}`,
  list: (min: number, max: number, unique: boolean) => `must be a list of ${min} to ${max}${unique ? ', none twice' : ''}`,
  text: (most: number) => `must be text of 1 to ${most} characters`,
  oneOf: (codes: string) => `must be one of ${codes}`,
  oneOfMany: (codes: string, name: string) => `must be one of ${codes} and so on; see ${name} in /openapi.json`,
  uuid: 'must be an id: a UUID in lower case',
  date: 'must be a day that exists, written like 2026-03-31',
  instant: 'must be a time by RFC 3339, such as 2026-03-31T09:30:00Z',
  moment: 'must be an entry number, or a time by RFC 3339 such as 2026-03-31T09:30:00Z',
  whole: (least: number, most: number) => `must be a whole number from ${least} to ${most}`,
  number: (least: number, most: number) => `must be a number from ${least} to ${most}`,
  yesNo: 'must be true or false',
  sha256: 'must be a SHA-256 digest: 64 hexadecimal digits in lower case',
  once: 'must be given once',
  keepable: 'must be well-formed Unicode without NUL',
  keepableName: 'has a name that is not well-formed Unicode',
};

export type Forms = typeof formsInEnglish;
