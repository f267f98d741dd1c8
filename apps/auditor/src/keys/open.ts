import { UnprovenError, MalformedError, type KeyEntry, type Policy, type TrustedCheckpoint } from '@covenant/transparency';
import type { Findings } from '../report/report.js';
import { trustOf } from '../trust.js';
import { openNamed } from '../verify/checkpoints.js';
import { followKeys, originIn } from './followed.js';

/** A signed tree, and the changes of keys that lead to its signers. */
export interface Opened {
  readonly checkpoint: TrustedCheckpoint;
  readonly keys: readonly KeyEntry[];
}

/** Somebody's word for which entries are about keys. */
export type KeySource = () => readonly KeyEntry[] | Promise<readonly KeyEntry[]>;

/**
 * Opens a checkpoint by the first of these that leads from the policy to its signers. Where none does, what is wrong by
 * the last of them becomes a finding.
 */
export async function openFollowed(
  note: { readonly bytes: Uint8Array; readonly path: string },
  policy: Policy,
  sources: readonly KeySource[],
  findings: Findings,
): Promise<Opened | undefined> {
  const origin = originIn(note.bytes) ?? '';
  let last: readonly KeyEntry[] = [];
  for (const source of sources) {
    last = await source();
    const { history } = followKeys(policy, origin, last);
    try {
      return { checkpoint: trustOf(policy, history).open(note.bytes), keys: last };
    } catch (error) {
      if (error instanceof MalformedError) break;
      if (!(error instanceof UnprovenError)) throw error;
    }
  }
  openNamed(note.bytes, note.path, trustOf(policy, followKeys(policy, origin, last).history), findings);
  return undefined;
}
