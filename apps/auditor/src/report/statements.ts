/**
 * Everything the auditor can say, by its stable code, with the data that the sentence is made of. The codes and data
 * are what `--json` prints; the words are in one table a language.
 */
export interface Statements {
  // The checkpoint and its signatures.
  'checkpoint-missing': { path: string };
  'checkpoint-malformed': { path: string; detail: string };
  'checkpoint-unsigned': { path: string; detail: string };
  'checkpoint-name': { path: string; size: number };
  'checkpoint-not-kept': { path: string; size: number };
  'other-log': { path: string; expected: string; found: string };
  'rolled-back': { size: number; kept: number };
  'root-differs': { size: number; expected: string; found: string };
  'kept-root-differs': { size: number; expected: string; found: string };
  'forked': { size: number; kept: number; evidence: string };
  'served-older': { size: number; kept: number; evidence: string };
  'evidence-kept': { path: string };

  'covered-late': { entry: number; recorded: string; seconds: number; evidence: string };
  'silent': { url: string; seconds: number; since: string; size: number };
  'watched': { url: string; looks: number; size: number };
  'evidence-forked': { origin: string; size: number; kept: number };
  'evidence-rolled-back': { origin: string; size: number; kept: number; seconds: number };
  'evidence-late': { origin: string; entry: number; recorded: string; seconds: number; size: number };
  'witness-ended': { url: string; cosigned: number };
  'evidence-unproven': { path: string };

  // Entries and tiles.
  'bundle-missing': { path: string; first: number; last: number };
  'bundle-malformed': { path: string; first: number; last: number; detail: string };
  'tile-missing': { path: string };
  'tile-length': { path: string; expected: number; found: number };
  'tile-differs': { path: string; hash: number; expected: string; found: string };
  'tile-unproven': { path: string; detail: string };
  'entry-differs': { entry: number; path: string; expected: string; found: string };
  'entry-malformed': { entry: number; detail: string };
  'entry-out-of-order': { entry: number; stream: string; expected: number; found: number };
  'entry-unproven': { path: string; entry: number; detail: string };
  'bundle-incomplete': { path: string };
  'bundle-differs': { path: string; line: number; expected: string; found: string };
  'bundle-verified': { path: string; keys: string };
  'bundle-other-version': { path: string; version: string; own: string };
  'stray-file': { path: string };
  'more-findings': { count: number };

  // The pages and what stands behind them.
  'entry-unfoldable': { entry: number; detail: string };
  'row-differs': { path: string; row: string; member: string; expected: string; found: string; entry: number };
  'row-missing': { path: string; row: string; entry: number };
  'row-added': { path: string; row: string };
  'unanswered': { url: string; detail: string };
  'unjudged': { url: string; count: number; detail: string };
  'followed': { url: string; kept: number; size: number };

  // One proof.
  'proof-malformed': { path: string; detail: string };
  'proof-unsigned': { path: string; detail: string };
  'proof-refused': { entry: number; size: number; origin: string };
  'event-malformed': { path: string; detail: string };
  'event-rewritten': { path: string };

  // Trust and good to know.
  'policy-malformed': { path: string; detail: string };
  'first-use': { origin: string; key: string };
  'kept-trust': { path: string };
  'key-announced': { entry: number; key: string; replaces: string; bothUntil: string };
  'key-retired': { entry: number; key: string };
  'key-refused': { entry: number; reason: string };
  'no-witness': Record<never, never>;
  'witnessed': { witnesses: string };
  'signatures-ignored': { path: string; count: number };
  'earlier-time': { entry: number; recorded: string; before: string; count: number };
  'repaired': { path: string };
  'left-over': { path: string; count: number };
  'contents-skipped': Record<never, never>;

  // The results.
  'mirrored': { origin: string; size: number; added: number; root: string; dir: string };
  'verified': { origin: string; size: number; checkpoints: number; signers: string; root: string };
  'proven': { entry: number; size: number; origin: string; type: string; stream: string; revision: number; recorded: string; role: string };
  'history-entry': { entry: number; recorded: string; effective?: string; role: string; fact: string };
  'fact-unreadable': { type: string; version: number };
  'history': { stream: string; count: number; size: number; origin: string };
  'refolded': { url: string; size: number; records: number; cities: number; compared: number };
  'history-none': { stream: string; size: number; origin: string };
  'not-held': { count: number };
}

export type Code = keyof Statements;

/** Every sentence in one language. */
export type Words = { readonly [C in Code]: (data: Statements[C]) => string };

/** A statement: a code and its data. */
export type Said = { readonly [C in Code]: { readonly code: C; readonly data: Statements[C] } }[Code];

export const say = <C extends Code>(code: C, data: Statements[C]): Said => ({ code, data }) as Said;
