import type { dutyBearerKinds } from '../vocabularies/records.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';
import type { Rectify } from '../values/rectification.js';

export type DutyBearerFacts = {
  readonly name: string;
  readonly kind: CodeOf<typeof dutyBearerKinds>;
  /** The duty-bearer it is part of. */
  readonly parentId?: string;
  readonly mandate?: string;
};

export type Liaison = {
  /** The office that answers for human rights there, never a private person. */
  readonly office: string;
  readonly contact?: string;
};

export type DutyBearerEvent =
  | { readonly type: 'DutyBearerRegistered'; readonly data: DutyBearerFacts & { readonly cityId: string } }
  | { readonly type: 'DutyBearerAmended'; readonly data: Partial<DutyBearerFacts> & { readonly reason?: string } }
  | { readonly type: 'LiaisonNamed'; readonly data: Liaison }
  | { readonly type: 'DutyBearerDissolved'; readonly data: { readonly reason: string; readonly successorId?: string } }
  | { readonly type: 'DutyBearerRectified'; readonly data: Rectify };
