import type { Reference } from '../kernel/decider.js';
import { plain } from '../kernel/plain.js';
import { refuseRule } from '../kernel/refusal.js';
import { principles } from '../vocabularies/small.js';
import { rights } from '../vocabularies/rights.js';
import { sdgTargets } from '../vocabularies/sdg.js';
import type { Faults } from './faults.js';
import { codesFaults, listFaults, numberFaults, repeatedFaults, textFaults } from './faults.js';
import { limits } from './limits.js';

/** A file kept aside, named by what it is: its SHA-256 (64 hex digits, lower case), length and media type. */
export type Evidence = {
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: string;
  readonly name?: string;
};

/** What every command that begins an obligation, a commitment, a scrutiny or a remedy carries. */
export type Common = {
  readonly cityId: string;
  readonly title: string;
  /** Codes such as `ICESCR-11.1`; at least one. */
  readonly rights: readonly string[];
  readonly principles?: readonly string[];
  /** Ids of the rights-holder groups concerned. */
  readonly groups?: readonly string[];
  /** Goals, targets or indicators of the SDGs by code, e.g. `11.1`. */
  readonly sdgTargets?: readonly string[];
  readonly evidence?: readonly Evidence[];
};

/** The common members as a state keeps them: lists that were left out are empty. */
export type CommonFacts = Required<Common>;

export const commonFacts = (common: Common): CommonFacts => ({
  cityId: common.cityId,
  title: common.title,
  rights: common.rights,
  principles: common.principles ?? [],
  groups: common.groups ?? [],
  sdgTargets: common.sdgTargets ?? [],
  evidence: common.evidence ?? [],
});

/** The common members alone, as they are written into the event. */
export const commonOf = ({
  cityId,
  title,
  rights: codes,
  principles: named,
  groups,
  sdgTargets: sdgs,
  evidence,
}: Common): Common => plain({ cityId, title, rights: codes, principles: named, groups, sdgTargets: sdgs, evidence });

/** Every fault of the common members at once. */
export const commonFaults = (common: Common): Faults => [
  ...textFaults('/title', common.title, limits.title),
  ...codesFaults('/rights', common.rights, rights, { least: 1, most: limits.items }),
  ...codesFaults('/principles', common.principles, principles),
  ...listFaults('/groups', common.groups, { least: 0, most: limits.items }, () => []),
  ...repeatedFaults('/groups', common.groups ?? []),
  ...codesFaults('/sdgTargets', common.sdgTargets, sdgTargets),
  ...evidenceFaults('/evidence', common.evidence),
];

export const commonReferences = (common: Common): readonly Reference[] => [
  { aggregate: 'city', id: common.cityId, pointer: '/cityId' },
  ...groupReferences('/groups', common.groups),
];

export const groupReferences = (pointer: string, groups: readonly string[] | undefined): readonly Reference[] =>
  (groups ?? []).map((id, index) => ({ aggregate: 'group', id, pointer: `${pointer}/${index}` }));

/** Well-formed digests, none twice. */
export const evidenceFaults = (pointer: string, evidence: readonly Evidence[] | undefined): Faults => [
  ...listFaults(pointer, evidence, { least: 0, most: limits.evidence }, (file, at) => [
    ...(/^[0-9a-f]{64}$/.test(file.sha256)
      ? []
      : [refuseRule('invalid-evidence', { member: 'sha256' }, `${at}/sha256`)]),
    ...numberFaults(`${at}/bytes`, file.bytes, { least: 0, most: limits.bytes, whole: true }),
    ...(file.mediaType.length <= limits.mediaType &&
    /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(; ?[\w-]+=[\w."-]+)*$/.test(file.mediaType)
      ? []
      : [refuseRule('invalid-evidence', { member: 'mediaType' }, `${at}/mediaType`)]),
    ...textFaults(`${at}/name`, file.name, limits.fileName),
  ]),
  ...repeatedFaults(
    pointer,
    (evidence ?? []).map((file) => file.sha256),
  ),
];

/** The same, where at least one file is called for. */
export const requiredEvidenceFaults = (pointer: string, evidence: readonly Evidence[] | undefined): Faults =>
  (evidence ?? []).length === 0 ? [refuseRule('evidence-missing', {}, pointer)] : evidenceFaults(pointer, evidence);
