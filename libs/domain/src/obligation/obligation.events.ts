import type { dimensions, realisations, recommendationResponses } from '../vocabularies/small.js';
import type { CodeOf } from '../vocabularies/vocabulary.js';
import type { Common, Evidence } from '../values/common.js';
import type { Reassigned } from '../values/reassignment.js';
import type { Rectify } from '../values/rectification.js';

/** A recommendation of a human rights mechanism, by whom and when it was made. */
export type Recommendation = {
  readonly id: string;
  readonly text?: string;
  readonly by?: string;
  readonly session?: string;
};

/** Where the obligation comes from: an instrument, and in it a provision or a recommendation. */
export type ObligationSource = {
  /** The treaty, law, ordinance or mechanism: `ICESCR`, `City Charter`, `UPR`. */
  readonly instrument: string;
  readonly provision?: string;
  readonly recommendation?: Recommendation;
};

type Response = CodeOf<typeof recommendationResponses>;

export type ObligationRecording = Common & {
  readonly source: ObligationSource;
  readonly dutyBearerId: string;
  readonly dimension: CodeOf<typeof dimensions>;
  readonly realisation: CodeOf<typeof realisations>;
  /** What was answered to the recommendation, where that is the source. */
  readonly response?: Response;
};

export type ObligationAcceptance = { readonly statement?: string; readonly response?: Response };

export type ObligationDispute = { readonly reason: string; readonly response?: Response };

export type ObligationClarification = {
  readonly text: string;
  readonly dimension?: CodeOf<typeof dimensions>;
  readonly realisation?: CodeOf<typeof realisations>;
  readonly groups?: readonly string[];
  readonly evidence?: readonly Evidence[];
};

export type ObligationCessation = {
  readonly reason: string;
  /** The act that ended it: a repeal, a denunciation, a judgment. */
  readonly act: { readonly title: string; readonly reference?: string; readonly on?: string };
};

export type ObligationEvent =
  | { readonly type: 'ObligationRecorded'; readonly data: ObligationRecording }
  | { readonly type: 'ObligationAccepted'; readonly data: ObligationAcceptance }
  | { readonly type: 'ObligationDisputed'; readonly data: ObligationDispute }
  | { readonly type: 'ObligationReassigned'; readonly data: Reassigned }
  | { readonly type: 'ObligationClarified'; readonly data: ObligationClarification }
  | { readonly type: 'ObligationCeased'; readonly data: ObligationCessation }
  | { readonly type: 'ObligationRectified'; readonly data: Rectify };
