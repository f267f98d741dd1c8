import type { Language } from '@covenant/domain';

/** What the page of a bundle says beside the facts, in each language that facts are told in. */
export interface BundleWords {
  readonly title: (city: string) => string;
  readonly about: (size: number, origin: string) => string;
  readonly notAll: (entry: number) => string;
  readonly records: string;
  readonly nothing: string;
  readonly entry: string;
  readonly recorded: string;
  readonly effective: string;
  readonly role: string;
  readonly fact: string;
  readonly unreadable: (type: string) => string;
  readonly check: string;
  readonly checkSteps: readonly string[];
  readonly keys: string;
  readonly witnesses: (names: readonly string[]) => string;
  readonly noWitnesses: string;
}

const en: BundleWords = {
  title: (city) => `${city}: the record, to keep`,
  about: (size, origin) =>
    `This folder holds the whole public log ${origin} as it stood at ${size} entries, with the signatures under it. Below, in words, is everything in it about this city.`,
  notAll: (entry) => `It was asked for up to entry ${entry}; the checkpoint that covers it goes on a little further.`,
  records: 'Records',
  nothing: 'The log has nothing of this city up to here.',
  entry: 'Entry',
  recorded: 'Recorded',
  effective: 'holds from',
  role: 'By',
  fact: 'Fact',
  unreadable: (type) => `${type} was recorded, in a form that this page cannot put in words.`,
  check: 'How to check it',
  checkSteps: [
    'These words prove nothing by themselves; the folder “log” beside this page does. Its entries, tiles and checkpoint can be checked on any computer, without a network and without asking anybody.',
    'Get the auditor of Covenant (free software) from somewhere other than the city, and run: npm run -s auditor -- verify log',
    'It trusts the keys in log/policy. Compare them with keys that reached you in another way: a newspaper, a council decision, an earlier bundle. Or name them yourself with --policy.',
    'If only one byte of an entry had been changed, left out or moved, it would say so and name the entry.',
  ],
  keys: 'Keys of the log',
  witnesses: (names) => `The checkpoint was cosigned by: ${names.join(', ')}.`,
  noWitnesses: 'No witness has cosigned the checkpoint.',
};

export const bundleWords: Readonly<Record<Language, BundleWords>> = { en };
