/**
 * Every refusal that the domain can give. The codes are public and stable: they are the last part of a problem's
 * `type`. A code is added here first, and then has a sentence (`words`) and a test, or nothing compiles or passes.
 */
export const stateCodes = [
  'already-begun',
  'already-joined',
  'already-reached',
  'already-recorded',
  'condition-open',
  'condition-settled',
  'focal-point-exists',
  'measure-state',
  'measure-unconfirmed',
  'no-focal-point',
  'not-assessed',
  'not-begun',
  'not-joined',
  'not-substantiated',
  'not-the-holder',
  'not-yet-due',
  'nothing-to-redo',
  'screened-out',
  'wrong-state',
] as const;

export const ruleCodes = [
  'approval-mismatch',
  'beneficiaries-missing',
  'both-sign-still',
  'conditions-missing',
  'conditions-unexpected',
  'date-in-future',
  'due-before-start',
  'duty-bearer-dissolved',
  'evidence-missing',
  'grade-contradicts',
  'group-retired',
  'ill-formed-text',
  'invalid-country',
  'invalid-date',
  'invalid-evidence',
  'invalid-key',
  'invalid-language',
  'invalid-log-key',
  'invalid-number',
  'invalid-signature',
  'invalid-slug',
  'invalid-time-zone',
  'items-missing',
  'milestone-after-due',
  'name-missing',
  'not-a-beneficiary',
  'not-a-successor',
  'not-later',
  'nothing-to-change',
  'obligation-ceased',
  'parent-circle',
  'repeated-item',
  'rights-unexpected',
  'same-duty-bearer',
  'severity-missing',
  'slug-taken',
  'sub-form-contradicts',
  'successor-missing',
  'successor-is-itself',
  'text-missing',
  'text-too-long',
  'too-many-items',
  'unknown-code',
  'unknown-condition',
  'unknown-due-date',
  'unknown-entry',
  'unknown-measure',
  'unknown-milestone',
  'unknown-record',
  'unknown-subject',
] as const;

export const roleCodes = [
  'not-the-complainant',
  'not-your-entry',
  'other-city',
  'other-duty-bearer',
  'own-delivery',
  'own-duty-bearer',
  'own-finding',
  'own-instrument',
  'own-report',
  'own-request',
  'role-not-allowed',
] as const;

export type StateCode = (typeof stateCodes)[number];
export type RuleCode = (typeof ruleCodes)[number];
export type RoleCode = (typeof roleCodes)[number];
export type RefusalCode = StateCode | RuleCode | RoleCode;

export const refusalCodes: readonly RefusalCode[] = [...stateCodes, ...ruleCodes, ...roleCodes];
