import { UnprovenError, type FollowedKeys, type KeyEntry, type Policy, type TrustedCheckpoint } from '@covenant/transparency';
import type { Findings } from '../report/report.js';
import { trustOf } from '../trust.js';
import { unopened } from '../verify/checkpoints.js';
import { followKeys, originIn } from './followed.js';

/** A signed tree, and the changes of keys that lead to its signers. */
export interface Opened {
  readonly checkpoint: TrustedCheckpoint;
  readonly keys: readonly KeyEntry[];
  /** What these come to. */
  readonly followed: FollowedKeys;
}

/** Somebody's word for which entries are about keys. */
type KeySource = () => readonly KeyEntry[] | Promise<readonly KeyEntry[]>;

/**
 * Opens a checkpoint by the first of these that leads from the policy to its signers. Where none does, what is wrong by
 * the last of them becomes a finding.
 */
export async function openFollowed(
  note: { readonly bytes: Uint8Array; readonly path: string },
  policy: Policy,
  sources: readonly [KeySource, ...KeySource[]],
  findings: Findings,
): Promise<Opened | undefined> {
  const origin = originIn(note.bytes) ?? '';
  let last: unknown;
  for (const source of sources) {
    const keys = await source();
    const followed = followKeys(policy, origin, keys);
    try {
      return { checkpoint: trustOf(policy, followed.history).open(note.bytes), keys, followed };
    } catch (error) {
      last = error;
      if (!(error instanceof UnprovenError)) break;
    }
  }
  unopened(last, note.path, findings);
  return undefined;
}
