import type { Begun, Context } from '../kernel/decider.js';
import type { RecordedActor } from '../kernel/actor.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuseRole, refuseRule, refuseState } from '../kernel/refusal.js';
import type { Rule } from '../kernel/rules.js';
import { content } from '../kernel/rules.js';
import { addDays } from '../values/dates.js';
import { codeFaults, dateFaults, listFaults, numberFaults, repeatedFaults, textFaults } from '../values/faults.js';
import { limits } from '../values/limits.js';
import { caseOutcomes, retentionKinds } from '../vocabularies/records.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';

/** How long what is sealed of one kind is kept after its case has ended in one way. */
export type RetentionRule = {
  readonly kind: CodeOf<typeof retentionKinds>;
  readonly outcome: CodeOf<typeof caseOutcomes>;
  /** Days after the end of the case. */
  readonly days: number;
};

/** A city's rules, as a whole: a later version takes the place of an earlier one. What no rule names is kept. */
export type RetentionRules = { readonly version: number; readonly rules: readonly RetentionRule[] };
export type AdoptedRetention = RetentionRules & { readonly inForceOn: string };
export type ProposedRetention = RetentionRules & { readonly reason?: string; readonly by: RecordedActor };

export type ProposeRetention = { readonly rules: readonly RetentionRule[]; readonly reason?: string };
export type AdoptRetention = { readonly version: number; readonly inForceOn?: string };

/** As much of a city as holds its rules. */
export type HoldsRetention = {
  readonly retention?: readonly AdoptedRetention[];
  readonly retentionProposed?: ProposedRetention;
};

/** The day before which nothing that is said today may be carried out. */
export const afterNotice = (today: string): string => addDays(today, limits.retentionNoticeDays);

const days = { least: limits.retentionLeastDays, most: limits.retentionMostDays, whole: true };

export const proposeRetentionRules: readonly Rule<unknown, ProposeRetention>[] = [
  content(({ rules, reason }) => [
    ...listFaults('/rules', rules, { least: 1, most: limits.items }, (rule, at) => [
      ...codeFaults(`${at}/kind`, rule.kind, retentionKinds),
      ...codeFaults(`${at}/outcome`, rule.outcome, caseOutcomes),
      ...numberFaults(`${at}/days`, rule.days, days),
    ]),
    ...repeatedFaults('/rules', rules.map(({ kind, outcome }) => `${kind} ${outcome}`)),
    ...textFaults('/reason', reason),
  ]),
];

const asProposed = ({ retentionProposed }: HoldsRetention, { version }: AdoptRetention): Refusal | undefined =>
  retentionProposed?.version === version ? undefined : refuseState('no-such-proposal', { version });

/** What ends in something that cannot be undone takes two. */
const byAnother = ({ retentionProposed }: HoldsRetention, _data: unknown, { actor }: Context): Refusal | undefined =>
  retentionProposed?.by.subject === actor.subject ? refuseRole('own-proposal') : undefined;

const withNotice = (_state: unknown, { inForceOn }: AdoptRetention, { today }: Context): Refusal | undefined => {
  const earliest = afterNotice(today);
  return inForceOn !== undefined && inForceOn < earliest
    ? refuseRule('notice-too-short', { given: inForceOn, earliest }, '/inForceOn')
    : undefined;
};

export const adoptRetentionRules: readonly Rule<HoldsRetention, AdoptRetention>[] = [
  content(({ version, inForceOn }) => [
    ...numberFaults('/version', version, { least: 1, most: limits.bytes, whole: true }),
    ...dateFaults('/inForceOn', inForceOn),
  ]),
  asProposed,
  byAnother,
  withNotice,
];

/** The number that the next proposal gets. */
export const nextVersion = ({ retention = [], retentionProposed }: HoldsRetention): number =>
  Math.max(0, ...retention.map(({ version }) => version), retentionProposed?.version ?? 0) + 1;

/** The rules that a city's state holds, as another record's decision gets it. */
export const retentionOf = (city: unknown): HoldsRetention => (isBegun(city) ? city : {});

const isBegun = (state: unknown): state is Begun<HoldsRetention & { readonly status: string }> =>
  typeof state === 'object' && state !== null && 'status' in state && state.status === 'enrolled';
