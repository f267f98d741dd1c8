import { MalformedError, sameBytes, UnprovenError, type Trust, type TrustedCheckpoint } from '@covenant/transparency';
import { CHECKPOINT, CHECKPOINTS, type MirrorDir } from '../files/mirror-dir.js';
import type { Findings } from '../report/report.js';

export interface KeptCheckpoints {
  readonly latest: TrustedCheckpoint;
  /** Every one that is kept, the latest included, smallest first. */
  readonly all: readonly TrustedCheckpoint[];
}

/** Reads one checkpoint and checks its signatures; what is wrong with it becomes a finding. */
export function openNamed(
  bytes: Uint8Array | undefined,
  path: string,
  trust: Pick<Trust, 'open'>,
  findings: Findings,
): TrustedCheckpoint | undefined {
  if (bytes === undefined) {
    findings.found('checkpoint-missing', { path });
    return undefined;
  }
  try {
    return trust.open(bytes);
  } catch (error) {
    unopened(error, path, findings);
    return undefined;
  }
}

/** Why a checkpoint could not be opened, as a finding. Anything else is thrown on. */
export function unopened(error: unknown, path: string, findings: Findings): void {
  if (error instanceof MalformedError) findings.found('checkpoint-malformed', { path, detail: error.message });
  else if (error instanceof UnprovenError) findings.found('checkpoint-unsigned', { path, detail: error.message });
  else throw error;
}

/**
 * The latest checkpoint and all that were kept before: each signed, each of the same log, none larger than the
 * latest. Whether they are of one tree is for the tree to show.
 */
export async function openKept(dir: MirrorDir, trust: Trust, findings: Findings): Promise<KeptCheckpoints | undefined> {
  const bytes = dir.read(CHECKPOINT);
  const latest = openNamed(bytes, CHECKPOINT, trust, findings);
  const all: TrustedCheckpoint[] = [];
  for (const size of await dir.keptSizes()) {
    const path = `${CHECKPOINTS}/${size}`;
    const kept = openNamed(dir.read(path), path, trust, findings);
    if (kept === undefined) continue;
    if (kept.size !== size) findings.found('checkpoint-name', { path, size: kept.size });
    if (latest !== undefined && kept.origin !== latest.origin) {
      findings.found('other-log', { path, expected: latest.origin, found: kept.origin });
    }
    if (latest !== undefined && kept.size > latest.size) findings.found('rolled-back', { size: latest.size, kept: kept.size });
    all.push(kept);
  }
  if (latest === undefined || bytes === undefined) return undefined;
  const twin = dir.read(`${CHECKPOINTS}/${latest.size}`);
  if (twin === undefined || !sameBytes(twin, bytes)) findings.found('checkpoint-not-kept', { path: CHECKPOINT, size: latest.size });
  return { latest, all };
}
