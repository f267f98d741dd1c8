import type { Aggregate, Context, Folded } from '../kernel/decider.js';
import { ofTheDeployment } from '../kernel/deployment.js';
import { plain, unreachable } from '../kernel/plain.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRule } from '../kernel/refusal.js';
import type { Rules } from '../kernel/rules.js';
import { broken, content } from '../kernel/rules.js';
import type { Faults } from '../values/faults.js';
import { cut, dateFaults, listFaults, repeatedFaults, textFaults } from '../values/faults.js';
import type { Announcement, AnnouncementSignature, LogKeyEvent } from './log-key.events.js';

export type LogKeyState =
  | { readonly status: 'none' }
  | (Announcement & { readonly status: 'announced' })
  | (Announcement & { readonly status: 'completed'; readonly ended: { readonly reason?: string } })
  | (Announcement & { readonly status: 'withdrawn'; readonly ended: { readonly reason: string } });

export type LogKeyCommand =
  | { readonly type: 'announce'; readonly data: Announcement }
  | { readonly type: 'retire'; readonly data: { readonly reason?: string } }
  | { readonly type: 'withdraw'; readonly data: { readonly reason: string } };

/** `name+id+base64` of the kinds that a log signs with: Ed25519 and ML-DSA-44. Whether it is one, its user finds out. */
const VKEY = /^([^\s+]{1,255})\+[0-9a-f]{8}\+(A[Q-Za-f][A-Za-z0-9+/]{42}|B[g-v][A-Za-z0-9+/]{1749}=)$/;
const SIGNATURE = /^[A-Za-z0-9+/]{80,4000}={0,2}$/;

const keyFaults = (pointer: string, key: string): Faults =>
  VKEY.test(key) ? [] : [refuseRule('invalid-log-key', { given: cut(key) }, pointer)];

const signatureFaults = ({ key, signature }: AnnouncementSignature, at: string, { replaces, key: next }: Announcement): Faults => [
  ...(key === replaces || key === next ? [] : [refuseRule('invalid-log-key', { given: cut(key) }, `${at}/key`)]),
  ...(SIGNATURE.test(signature) ? [] : [refuseRule('invalid-signature', { given: cut(signature) }, `${at}/signature`)]),
];

/** Name and kind: `city.example/log+…+A` and `B` differ for Ed25519 and ML-DSA-44. */
const nameAndKind = (key: string): string => {
  const [, name = '', encoded = ''] = VKEY.exec(key) ?? [];
  return `${name} ${encoded.charAt(0)}`;
};

/** The rule that a later key is another one, of the same log and of the same kind. */
const successor = (_state: unknown, { replaces, key }: Announcement): Refusal | undefined =>
  key === replaces || nameAndKind(key) !== nameAndKind(replaces) ? refuseRule('not-a-successor', {}, '/key') : undefined;

const rules: Rules<LogKeyState, LogKeyCommand> = {
  announce: [
    content((data, { today }) => [
      ...keyFaults('/replaces', data.replaces),
      ...keyFaults('/key', data.key),
      ...dateFaults('/bothUntil', data.bothUntil),
      ...(data.bothUntil < today ? [refuseRule('invalid-date', { given: cut(data.bothUntil) }, '/bothUntil')] : []),
      ...listFaults('/signatures', data.signatures, { least: 2, most: 2 }, (each, at) => signatureFaults(each, at, data)),
      ...repeatedFaults('/signatures', data.signatures.map(({ key }) => key)),
      ...textFaults('/reason', data.reason),
    ]),
    successor,
  ],
  retire: [
    content((data) => textFaults('/reason', data.reason)),
    // A key that was stolen must go at once; then it is said why the promised time is cut short.
    ({ bothUntil }, { reason }, { today }) =>
      today < bothUntil && reason === undefined ? refuseRule('both-sign-still', { bothUntil, today }, '/reason') : undefined,
  ],
  withdraw: [content((data) => textFaults('/reason', data.reason))],
};

const from = {
  announce: ['none'],
  retire: ['announced'],
  withdraw: ['announced'],
} as const;

function decide(state: LogKeyState, command: LogKeyCommand, context: Context): readonly LogKeyEvent[] | Refusal {
  const refusal = broken({ begins: 'announce', from, rules }, state, command, context);
  if (refusal !== undefined) return refusal;
  const { replaces, key } = state.status === 'none' ? { replaces: '', key: '' } : state;
  switch (command.type) {
    case 'announce':
      return [{ type: 'LogKeyAnnounced', data: plain(command.data) }];
    case 'retire':
      return [{ type: 'LogKeyRetired', data: plain({ key: replaces, ...command.data }) }];
    case 'withdraw':
      return [{ type: 'LogKeyWithdrawn', data: plain({ key, ...command.data }) }];
    default:
      return unreachable(command);
  }
}

function evolve(state: LogKeyState, event: Folded<LogKeyEvent>): LogKeyState {
  if (event.type === 'LogKeyAnnounced') return { ...event.data, status: 'announced' };
  // Nothing is said of a key before it is announced.
  if (state.status === 'none') return state;
  const { replaces, key, bothUntil, signatures, reason }: Announcement = state;
  const announcement = plain({ replaces, key, bothUntil, signatures, reason });
  switch (event.type) {
    case 'LogKeyRetired':
      return { ...announcement, status: 'completed', ended: plain({ reason: event.data.reason }) };
    case 'LogKeyWithdrawn':
      return { ...announcement, status: 'withdrawn', ended: { reason: event.data.reason } };
    default:
      return unreachable(event);
  }
}

/**
 * One change of a key of the public log: announced, then completed when the old key is retired, or withdrawn. It is the
 * deployment's and no city's: the record is its own scope, and only who looks after the keys may write it.
 */
export const logKey: Aggregate<LogKeyState, LogKeyCommand, LogKeyEvent> = {
  ...ofTheDeployment,
  name: 'log-key',
  begins: 'announce',
  initial: { status: 'none' },
  decide,
  evolve,
  from,
  permissions: { announce: ['administrator'], retire: ['administrator'], withdraw: ['administrator'] },
  schemaVersions: { LogKeyAnnounced: 1, LogKeyRetired: 1, LogKeyWithdrawn: 1 },
  upcasts: {},
};
