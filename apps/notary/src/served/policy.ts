import { formatPolicy, NO_QUORUM, type VerifierKey } from '@covenant/transparency';

export interface LogIdentity {
  readonly origin: string;
  /** The log's keys: today's, and while a key is being replaced the next one too. */
  readonly keys: readonly VerifierKey[];
  /** Where the log is served, where that is known: `https://…/log`. */
  readonly url?: string;
}

/** The trust policy as a file (C2SP tlog-policy): any key of the log suffices, and no witness is asked for yet. */
export function policyText({ origin, keys, url }: LogIdentity): string {
  const logs = keys.map((key) => ({ key, ...(url === undefined ? {} : { url }) }));
  const comments = [
    `# Whom to trust for the public log ${origin} (c2sp.org/tlog-policy).`,
    '# Get it from somewhere other than the log itself before you rely on it.',
  ];
  const policy = formatPolicy({ logs, witnesses: [], groups: [], quorum: NO_QUORUM });
  return `${comments.join('\n')}\n${new TextDecoder().decode(policy)}`;
}
