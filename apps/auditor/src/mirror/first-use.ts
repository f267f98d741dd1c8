import { join } from 'node:path';
import { formatPolicy, formatVerifierKey, MalformedError, parsePolicy, type Policy } from '@covenant/transparency';
import { Unchecked, UsageError } from '../cli/exit.js';
import { writeWhole } from '../files/atomic.js';
import { POLICY, type MirrorDir } from '../files/mirror-dir.js';
import type { Findings } from '../report/report.js';
import { say, type Said } from '../report/statements.js';
import { keptPolicy, namedPolicy, type TrustOptions } from '../trust.js';
import type { LogServer } from './http.js';

/** A checkpoint (C2SP allows sixteen signatures and more) or a policy. */
export const NOTE_LIMIT = 1_000_000;

export interface FirstUseOptions extends TrustOptions {
  /** Told at once what was taken on trust. */
  readonly tell?: (said: Said) => void;
}

/**
 * Whom to trust: as named, else as kept, else, the first time, as the log itself says; that is kept from then on.
 * Undefined where what is kept cannot be read, which is a finding. @throws UsageError, Unchecked
 */
export async function policyFor(
  dir: MirrorDir,
  server: LogServer,
  options: FirstUseOptions,
  findings: Findings,
): Promise<Policy | undefined> {
  const named = namedPolicy(options);
  const kept = keptPolicy(dir, findings);
  if (findings.count > 0) return undefined;
  const policy = named ?? kept ?? (await firstUse(server, options, findings));
  if (kept === undefined) await writeWhole(join(dir.path, POLICY), formatPolicy(policy));
  return policy;
}

async function firstUse(server: LogServer, { tell }: FirstUseOptions, findings: Findings): Promise<Policy> {
  const bytes = await server.get(POLICY, NOTE_LIMIT);
  if (bytes === undefined) throw new UsageError(`${server.base} gives no key: name it with --key or --policy`);
  try {
    const policy = parsePolicy(bytes);
    for (const { key } of policy.logs) {
      const said = { origin: key.name, key: formatVerifierKey(key) };
      findings.remark('first-use', said);
      tell?.(say('first-use', said));
    }
    return policy;
  } catch (error) {
    if (error instanceof MalformedError) throw new Unchecked(`${server.base}/${POLICY}: ${error.message}`);
    throw error;
  }
}
