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

export type SubjectEvent =
  | { readonly type: 'SubjectErasureRequested'; readonly data: ErasureRequest }
  /** Recorded after the key was destroyed: it never says what is not so. */
  | { readonly type: 'SubjectErased'; readonly data: Pick<ErasureRequest, 'ground' | 'reason'> }
  | { readonly type: 'SubjectRectified'; readonly data: Rectify };
