import type { grounds } from '../vocabularies/small.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';
import type { Rectify } from '../values/rectification.js';

export type GroupFacts = {
  readonly name: string;
  /** The grounds of discrimination that the group faces; at least one. */
  readonly grounds: readonly CodeOf<typeof grounds>[];
  readonly description: string;
};

export type GroupEvent =
  | { readonly type: 'GroupRecognised'; readonly data: GroupFacts & { readonly cityId: string } }
  | { readonly type: 'GroupAmended'; readonly data: Partial<GroupFacts> & { readonly reason?: string } }
  | { readonly type: 'GroupRetired'; readonly data: { readonly reason: string } }
  | { readonly type: 'GroupRectified'; readonly data: Rectify };
