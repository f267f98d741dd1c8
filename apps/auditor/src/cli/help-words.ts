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

/** What the machine refused, in words that say what to do; the reason that it gave stands behind them. */
export interface TroubleWords {
  readonly full: string;
  readonly forbidden: string;
  readonly exhausted: string;
  readonly broken: string;
  readonly wrongPath: string;
  /** Nothing that this program expected. */
  readonly unexpected: string;
  /** What all of this means for the log. */
  readonly nothingOfTheLog: string;
}
