import { readFile } from 'node:fs/promises';
import { MalformedError, parsePolicy, type Policy } from '@covenant/transparency';
import { LogKeyError } from '../keys/log-key.js';

/** The part of a trust policy that is about witnesses. */
export type WitnessPolicy = Pick<Policy, 'witnesses' | 'groups' | 'quorum'>;

/**
 * The witnesses to ask and how many of them make a quorum, from a tlog-policy file. Its `log` lines are not looked
 * at: the keys of this log are its own. @throws LogKeyError with a sentence for the operator
 */
export async function readWitnessPolicy(file: string): Promise<WitnessPolicy> {
  let policy: Policy;
  try {
    policy = parsePolicy(await readFile(file));
  } catch (error) {
    if (!(error instanceof MalformedError)) throw new LogKeyError(`The policy of witnesses in ${file} cannot be read.`, { cause: error });
    throw new LogKeyError(`${file} is no policy of witnesses: ${error.message}.`, { cause: error });
  }
  const silent = policy.witnesses.filter(({ url }) => url === undefined || !/^https?:\/\//.test(url));
  if (silent.length > 0) {
    throw new LogKeyError(`${file} gives no http(s) address at which to ask ${silent.map(({ name }) => name).join(', ')}.`);
  }
  const { witnesses, groups, quorum } = policy;
  return { witnesses, groups, quorum };
}
