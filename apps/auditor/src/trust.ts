import { sameBytes, formatPolicy, MalformedError, parsePolicy, parseVerifierKey, policyOfKey, trustPolicy, type KeyHistory, type Policy, type Trust } from '@covenant/transparency';
import { reasonOf } from './cli/errors.js';
import { Unchecked, UsageError } from './cli/exit.js';
import { FILE_LIMIT, readBounded } from './files/bounded.js';
import { POLICY, type MirrorDir } from './files/mirror-dir.js';
import { nodeEd25519 } from './node-crypto.js';
import type { Findings } from './report/report.js';

/** What the command line says about whom to trust. */
export interface TrustOptions {
  /** A tlog-policy file. */
  readonly policy?: string;
  /** A verifier key, `name+id+base64`. */
  readonly key?: string;
}

/** `keys`: those that the log's own entries lead to, each for the trees of its time. */
export const trustOf = (policy: Policy, keys?: KeyHistory): Trust =>
  trustPolicy(policy, { ed25519: nodeEd25519, ...(keys === undefined ? {} : { keys }) });

/** The policy that the caller named; undefined when none was. @throws UsageError, Unchecked */
export function namedPolicy({ policy, key }: TrustOptions): Policy | undefined {
  if (policy !== undefined && key !== undefined) throw new UsageError('name --key or --policy, not both');
  try {
    if (key !== undefined) return policyOfKey(parseVerifierKey(key));
    return policy === undefined ? undefined : parsePolicy(readBytes(policy));
  } catch (error) {
    if (error instanceof MalformedError) throw new UsageError(`${policy ?? '--key'}: ${error.message}`);
    throw error;
  }
}

/** The policy that a mirror keeps. It was written by us, so it has exactly one form. */
export function keptPolicy(dir: MirrorDir, findings: Findings): Policy | undefined {
  const bytes = dir.read(POLICY);
  if (bytes === undefined) return undefined;
  try {
    const policy = parsePolicy(bytes);
    if (sameBytes(formatPolicy(policy), bytes)) return policy;
    findings.found('policy-malformed', { path: POLICY, detail: 'not as it was written' });
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    findings.found('policy-malformed', { path: POLICY, detail: error.message });
  }
  return undefined;
}

export function readBytes(path: string): Uint8Array {
  try {
    return readBounded(path, FILE_LIMIT);
  } catch (error) {
    if (error instanceof Unchecked) throw error;
    throw new Unchecked(`${path} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}
