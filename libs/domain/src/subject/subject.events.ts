import type { AppliedRule } from '../retention/standing.js';
import type { erasureGrounds } from '../vocabularies/records.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';
import type { Rectify } from '../values/rectification.js';

export type ErasureRequest = {
  readonly cityId: string;
  /** The record whose personal words are to go. */
  readonly grievanceId: string;
  readonly ground: CodeOf<typeof erasureGrounds>;
  /** Where that is written, or why; nothing of the person. */
  readonly reason: string;
};

/** That the words go by a rule of the city, and not before that day. */
export type ErasureAnnouncement = Pick<ErasureRequest, 'cityId' | 'grievanceId'> & {
  readonly rule: AppliedRule;
  readonly on: string;
};

/** What the last entry of an erasure will say of it; `rule` where no person asked for it. */
export type ErasureBasis = Pick<ErasureRequest, 'ground' | 'reason'> & { readonly rule?: AppliedRule };

export type SubjectEvent =
  | { readonly type: 'SubjectErasureRequested'; readonly data: ErasureRequest }
  | { readonly type: 'SubjectErasureAnnounced'; readonly data: ErasureAnnouncement }
  /** Recorded before the key is destroyed: from here on nothing keeps the words. `day` in the city's time zone. */
  | { readonly type: 'SubjectErasureBegun'; readonly data: ErasureBasis & { readonly day: string } }
  /** Recorded after the key was destroyed: it never says what is not so. Until 0187 nothing was recorded before it. */
  | { readonly type: 'SubjectErased'; readonly data: ErasureBasis }
  | { readonly type: 'SubjectRectified'; readonly data: Rectify };
