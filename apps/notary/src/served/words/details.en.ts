import { sized } from '../../sized.js';

/** What the public log answers to one request. `reason` and `what` are of the proofs themselves, and stay English. */
export const detailsInEnglish = {
  noCheckpoint: 'The log has published no checkpoint yet; it does so in its first second.',
  tilePath:
    'A tile is at tile/<level>/<index>, a bundle at tile/entries/<index>; an index such as 1234067 is written x001/x234/067, and .p/<width> asks for a partial one.',
  tileTooWide: (published: number, width: number, asked: number) =>
    `The published tree of ${sized(published)} has ${width} of the ${asked} asked for there.`,
  treeTooSmall: (entry: number, size: number) => `The event is entry ${entry}; the tree of ${sized(size)} ends before it.`,
  tooFew: (published: number, end: number) => `The published tree has ${sized(published)}, fewer than ${end}.`,
  sizesReversed: (from: number, end: number) => `The first size must not be larger than the second, and ${from} is larger than ${end}.`,
  notSigned: (size: number) => `The log signed no checkpoint of ${sized(size)}.`,
  notTakenIn: 'The event is recorded, and the log has not taken it in yet.',
  catchingUp: 'The log is catching up and cannot tell yet whether there is such an event.',
  noEvent: (id: string) => `No event has the id ${id}.`,
  eventId: 'An event is named by its id, a UUID in lower case.',
  eventNotCovered: (entry: number) => `The event is entry ${entry}, and no published checkpoint covers it yet.`,
  entryNotCovered: (entry: number) => `No published checkpoint covers entry ${entry} yet.`,
  noCity: (id: string, size: number) => `The log has no city with the id ${id} in its first ${size === 1 ? 'entry' : sized(size)}.`,
  noEntryYet: (entry: number) => `Nothing has been recorded yet that could be entry ${entry}.`,
  nothingByThen: 'Nothing had been recorded by then.',
  announcesNothing: (reason: string) => `The announcement announces nothing: ${reason}.`,
  keySilent: (key: string) => `The newest checkpoint is not signed by ${key}, which takes the old key’s place.`,
  contradicted: (entry: number, what: string) => `Entry ${entry} was logged and cannot be shown: ${what}.`,
};

export type Details = typeof detailsInEnglish;
