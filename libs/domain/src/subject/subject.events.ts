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

export type SubjectEvent =
  | { readonly type: 'SubjectErasureRequested'; readonly data: ErasureRequest }
  | { readonly type: 'SubjectErasureAnnounced'; readonly data: ErasureAnnouncement }
  /** Recorded after the key was destroyed: it never says what is not so. `rule` where no person asked for it. */
  | {
      readonly type: 'SubjectErased';
      readonly data: Pick<ErasureRequest, 'ground' | 'reason'> & { readonly rule?: AppliedRule };
    }
  | { readonly type: 'SubjectRectified'; readonly data: Rectify };
