import { createHmac, randomBytes } from 'node:crypto';

/**
 * Whoever has one address of IPv6 has all that begin alike: 64 bits of it. One network, however it is written: zeros may
 * be left out in the middle, and before a group.
 */
const network = (ip: string): string => {
  const own = ip.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!own.includes(':')) return own;
  const [before = '', after] = own.split('::');
  const groups = before === '' ? [] : before.split(':');
  const zeros = after === undefined ? 0 : 8 - groups.length - after.split(':').length;
  const all = [...groups, ...Array<string>(Math.max(0, zeros)).fill('0'), ...(after ?? '').split(':')];
  return all.slice(0, 4).map((group) => Number.parseInt(group, 16) || 0).join(':');
};

/**
 * Makes of an address one of 65,536 buckets, under a key that this process made by chance and forgets when it ends. What
 * is counted by bucket leads back to nobody, and takes no more memory than there are buckets.
 */
export class Addresses {
  private readonly secret = randomBytes(32);

  /** @param ip undefined of a connection that is gone already */
  bucket(ip: string | undefined): string {
    return createHmac('sha256', this.secret).update(network(ip ?? '')).digest('hex').slice(0, 4);
  }
}

/** An address of this machine itself (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3). */
export const isLoopback = (ip: string | undefined): boolean => ip === '::1' || /^(::ffff:)?127\./.test(ip ?? '');
