import { createHash } from 'node:crypto';
import type { CommitmentCommand, ObligationCommand } from '@covenant/domain';

/** Where a row's record goes: its city, the duty-bearer that answers for it, and the city's groups by mapping key. */
export interface Setting {
  readonly cityId: string;
  readonly dutyBearerId: string;
  readonly groupIds: ReadonlyMap<string, string>;
}

/** One command of a row, as it would be typed by a person. */
export type Step =
  | { readonly aggregate: 'obligation'; readonly command: ObligationCommand; readonly effectiveOn?: string }
  | { readonly aggregate: 'commitment'; readonly command: CommitmentCommand; readonly effectiveOn?: string };

/** What a row asks for: the first step begins a record, the others go to it. */
export interface Planned {
  /** The same for every row that says the same, in any file: 43 visible ASCII characters. */
  readonly identity: string;
  readonly steps: readonly [Step, ...Step[]];
  /** Words that no mapping table knows. */
  readonly unknownWords: readonly string[];
}

/** Understands one row, or says why it cannot; undefined where the row is about somebody else. */
export type Planner = (cells: Readonly<Record<string, string>>, setting: Setting) => Planned | { readonly refused: string } | undefined;

/** Rows are the same when these parts are, whatever their case of white space. */
export function identityOf(kind: string, parts: readonly string[]): string {
  const hash = createHash('sha256').update(`covenant/import/${kind}\n`);
  for (const part of parts.map((one) => one.normalize('NFC'))) hash.update(`${Buffer.byteLength(part)}:${part}`);
  return hash.digest('base64url');
}

/** Ids of the groups with these keys, as far as the city has them. */
export const groupsOf = ({ groupIds }: Setting, keys: readonly string[]): readonly string[] =>
  keys.flatMap((key) => groupIds.get(key) ?? []);

/** A text somewhere inside a record as the interface shows it; empty where there is none. */
export function member(record: object, ...path: readonly string[]): string {
  let value: unknown = record;
  for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof value === 'string' ? value : '';
}
