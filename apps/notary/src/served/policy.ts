import { formatPolicy, NO_QUORUM, type Policy, type VerifierKey } from '@covenant/transparency';
import type { WitnessPolicy } from '../witnesses/policy-file.js';

export interface LogIdentity {
  readonly origin: string;
  /** The log's keys: today's, and while a key is being replaced the next one too. */
  readonly keys: readonly VerifierKey[];
  /** Where the log is served, where that is known: `https://…/log`. */
  readonly url?: string | undefined;
  /** Who must have seen a checkpoint; nobody when left out. */
  readonly witnesses?: WitnessPolicy | undefined;
}

/** Whom to trust for this log (C2SP tlog-policy): any key of the log suffices, and the quorum of witnesses. */
export function policyOf({ keys, url, witnesses }: LogIdentity): Policy {
  const logs = keys.map((key) => ({ key, ...(url === undefined ? {} : { url }) }));
  return { logs, ...(witnesses ?? { witnesses: [], groups: [], quorum: NO_QUORUM }) };
}

/** The same as a file, with a word to its readers. */
export function policyText(identity: LogIdentity): string {
  const comments = [
    `# Whom to trust for the public log ${identity.origin} (c2sp.org/tlog-policy).`,
    '# Get it from somewhere other than the log itself before you rely on it.',
  ];
  return `${comments.join('\n')}\n${new TextDecoder().decode(formatPolicy(policyOf(identity)))}`;
}
