import type { TroubleWords } from './trouble.js';

/** What the help says in one language: a line a command and an option; an option of one name means one thing everywhere. */
export interface HelpWords {
  readonly intro: string;
  readonly exits: string;
  readonly usage: string;
  readonly unchecked: string;
  readonly trouble: TroubleWords;
  readonly summaries: Readonly<Record<string, string>>;
  readonly options: Readonly<Record<string, string>>;
}
