import type { CommonFacts } from '../values/common.js';
import type { ReassignCommand } from '../values/reassignment.js';
import type { Rectification, RectifyCommand } from '../values/rectification.js';
import type {
  ObligationAcceptance,
  ObligationCessation,
  ObligationClarification,
  ObligationDispute,
  ObligationRecording,
} from './obligation.events.js';

type Recorded = Omit<ObligationRecording, keyof CommonFacts> &
  CommonFacts & {
    readonly clarifications: readonly (ObligationClarification & { readonly recordedAt: string })[];
    /** Those who held it before. */
    readonly previousDutyBearers: readonly string[];
    readonly rectifications: readonly Rectification[];
  };

export type ObligationState =
  | { readonly status: 'none' }
  | (Recorded & { readonly status: 'recorded' })
  | (Recorded & { readonly status: 'accepted'; readonly acceptance: ObligationAcceptance })
  /** Disputed and still on the list: nobody disputes itself out of the law. */
  | (Recorded & { readonly status: 'disputed'; readonly dispute: ObligationDispute })
  | (Recorded & { readonly status: 'ceased'; readonly cessation: ObligationCessation });

export type ObligationCommand =
  | { readonly type: 'record'; readonly data: ObligationRecording }
  | { readonly type: 'accept'; readonly data: ObligationAcceptance }
  | { readonly type: 'dispute'; readonly data: ObligationDispute }
  | ReassignCommand
  | { readonly type: 'clarify'; readonly data: ObligationClarification }
  | { readonly type: 'cease'; readonly data: ObligationCessation }
  | RectifyCommand;
