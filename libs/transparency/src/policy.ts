import { utf8, fromUtf8, toHex } from './bytes.js';
import { MalformedError } from './errors.js';
import { formatVerifierKey, parseVerifierKey, signatureTypes, type SignatureType, type VerifierKey } from './keys.js';

/** Whom to trust (C2SP tlog-policy): the logs, the witnesses, and how many of them must have seen a checkpoint. */
export interface Policy {
  readonly logs: readonly PolicyLog[];
  readonly witnesses: readonly PolicyWitness[];
  /** In the order of definition: a group's members are witnesses or groups before it. */
  readonly groups: readonly PolicyGroup[];
  /** Name of a witness or a group; `none` asks for no witness. */
  readonly quorum: string;
}

export interface PolicyLog {
  /** Its name is the log's origin. */
  readonly key: VerifierKey;
  readonly url?: string;
}

/** Names mean nothing outside the policy; they are octets, kept here as one character each. */
export interface PolicyWitness extends PolicyLog {
  readonly name: string;
}

export interface PolicyGroup {
  readonly name: string;
  /** How many of the members must have cosigned. */
  readonly threshold: number;
  readonly members: readonly string[];
}

export const NO_QUORUM = 'none';

const octetsOf = (bytes: Uint8Array): string => Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
const bytesOf = (octets: string): Uint8Array => Uint8Array.from(octets, (octet) => octet.charCodeAt(0));

/** The policy that a single key makes: trust this log, ask for no witness. */
export const policyOfKey = (key: VerifierKey): Policy => ({ logs: [{ key }], witnesses: [], groups: [], quorum: NO_QUORUM });

/** @throws MalformedError, with the number of the line */
export function parsePolicy(bytes: Uint8Array): Policy {
  const reader = new PolicyReader();
  const text = octetsOf(bytes);
  if (!text.endsWith('\n')) throw new MalformedError('policy', 'its last line has no end');
  text
    .slice(0, -1)
    .split('\n')
    .forEach((line, i) => reader.line(line, i + 1));
  return reader.policy();
}

class PolicyReader {
  readonly #logs: PolicyLog[] = [];
  readonly #witnesses: PolicyWitness[] = [];
  readonly #groups: PolicyGroup[] = [];
  readonly #grouped = new Set<string>();
  #quorum: string | undefined;
  #number = 0;

  line(line: string, number: number): void {
    this.#number = number;
    if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(line)) this.#fail('has a control character');
    const [what, ...items] = line.split(/[ \t]+/).filter((item) => item !== '');
    if (what === undefined || what.startsWith('#')) return;
    if (what === 'log') this.#log(items);
    else if (what === 'witness') this.#witness(items);
    else if (what === 'group') this.#group(items);
    else if (what === 'quorum') this.#setQuorum(items);
    else this.#fail(`“${what}” is not known`);
  }

  policy(): Policy {
    if (this.#quorum === undefined) throw new MalformedError('policy', 'has no quorum line');
    return { logs: this.#logs, witnesses: this.#witnesses, groups: this.#groups, quorum: this.#quorum };
  }

  #log([vkey, url, ...more]: readonly string[]): void {
    if (vkey === undefined || more.length > 0) this.#fail('is not “log vkey [url]”');
    const key = this.#key(vkey, [signatureTypes.ed25519, signatureTypes.mlDsa44], this.#logs);
    this.#logs.push({ key, ...(url === undefined ? {} : { url }) });
  }

  #witness([name, vkey, url, ...more]: readonly string[]): void {
    if (name === undefined || vkey === undefined || more.length > 0) this.#fail('is not “witness name vkey [url]”');
    const key = this.#key(vkey, [signatureTypes.ed25519Cosignature, signatureTypes.mlDsa44], this.#witnesses);
    this.#witnesses.push({ name: this.#newName(name), key, ...(url === undefined ? {} : { url }) });
  }

  #group([name, rule, ...members]: readonly string[]): void {
    if (name === undefined || rule === undefined || members.length === 0) this.#fail('is not “group name rule member…”');
    const numeric = /^[1-9][0-9]{0,3}$/.test(rule) ? Number(rule) : 0;
    const threshold = rule === 'any' ? 1 : rule === 'all' ? members.length : numeric;
    if (threshold < 1 || threshold > members.length) this.#fail(`asks for “${rule}” of ${members.length} members`);
    for (const member of members) {
      if (!this.#defined(member)) this.#fail(`names ${member}, which no line before it defines`);
      if (this.#grouped.has(member)) this.#fail(`names ${member}, which is in a group already`);
      this.#grouped.add(member);
    }
    this.#groups.push({ name: this.#newName(name), threshold, members });
  }

  #setQuorum([name, ...more]: readonly string[]): void {
    if (name === undefined || more.length > 0) this.#fail('is not “quorum name”');
    if (this.#quorum !== undefined) this.#fail('is a second quorum');
    if (name !== NO_QUORUM && !this.#defined(name)) this.#fail(`names ${name}, which no line before it defines`);
    this.#quorum = name;
  }

  #key(octets: string, allowed: readonly SignatureType[], others: readonly PolicyLog[]): VerifierKey {
    const text = fromUtf8(bytesOf(octets));
    if (text === undefined) this.#fail('has a key that is not UTF-8');
    const key = parseVerifierKey(text);
    if (!allowed.includes(key.type)) this.#fail(`has a key of a type (${key.type}) that cannot stand there`);
    const hex = toHex(key.publicKey);
    if (others.some((other) => toHex(other.key.publicKey) === hex)) this.#fail('repeats a key');
    return key;
  }

  #newName(name: string): string {
    if (name === NO_QUORUM || this.#defined(name)) this.#fail(`gives the name ${name} again`);
    return name;
  }

  #defined(name: string): boolean {
    return [...this.#witnesses, ...this.#groups].some((known) => known.name === name);
  }

  #fail(detail: string): never {
    throw new MalformedError('policy', `line ${this.#number} ${detail}`);
  }
}

/** One line a definition, single spaces, no comments: a policy has one such text. */
export function formatPolicy({ logs, witnesses, groups, quorum }: Policy): Uint8Array {
  const vkey = (key: VerifierKey): string => octetsOf(utf8(formatVerifierKey(key)));
  const lines = [
    ...logs.map(({ key, url }) => ['log', vkey(key), url]),
    ...witnesses.map(({ name, key, url }) => ['witness', name, vkey(key), url]),
    ...groups.map(({ name, threshold, members }) => ['group', name, String(threshold), ...members]),
    ['quorum', quorum],
  ];
  return bytesOf(lines.map((items) => `${items.filter((item) => item !== undefined).join(' ')}\n`).join(''));
}
