import { formatPolicy, formatVerifierKey, type KeyPeriod, NO_QUORUM, type Policy, shortKey, type VerifierKey } from '@covenant/transparency';
import type { WitnessPolicy } from '../witnesses/policy-file.js';
import { sized } from '../sized.js';

export interface LogIdentity {
  readonly origin: string;
  /** Every key that the log has had: today's, and those from which old proofs are. */
  readonly keys: readonly VerifierKey[];
  /** Where the log is served, where that is known: `https://…/log`. */
  readonly url?: string | undefined;
  /** Who must have seen a checkpoint; nobody when left out. */
  readonly witnesses?: WitnessPolicy | undefined;
}

/** Whom to trust for this log (C2SP tlog-policy): a key of each kind that the log has, and the quorum of witnesses. */
export function policyOf({ keys, url, witnesses }: LogIdentity): Policy {
  const logs = keys.map((key) => ({ key, ...(url === undefined ? {} : { url }) }));
  return { logs, ...(witnesses ?? { witnesses: [], groups: [], quorum: NO_QUORUM }) };
}

/** The same as a file, with a word to its readers; the time of a key that was changed stands there as a comment. */
export function policyText(identity: LogIdentity, periods: readonly KeyPeriod[] = []): string {
  const changed = periods.filter(({ from, until }) => from > 0 || until !== undefined);
  const comments = [
    `# Whom to trust for the public log ${identity.origin} (c2sp.org/tlog-policy).`,
    '# Get it from somewhere other than the log itself before you rely on it.',
    ...(changed.length === 0 ? [] : ['# The log has changed a key. Each signs the trees of its time; the entries tell, see /log/keys:']),
    ...changed.map(({ key, from, until }) => {
      const end = until === undefined ? 'on' : `to ${sized(until)}, retired in entry ${until}`;
      return `#   ${shortKey(formatVerifierKey(key))} from ${from} ${end}`;
    }),
  ];
  return `${comments.join('\n')}\n${new TextDecoder().decode(formatPolicy(policyOf(identity)))}`;
}
