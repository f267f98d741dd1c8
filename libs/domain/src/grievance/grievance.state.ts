import type { RecordedActor, Told } from '../kernel/actor.js';
import type { Begun } from '../kernel/decider.js';
import type { Deadline } from '../values/deadline.js';
import type { ReassignCommand } from '../values/reassignment.js';
import type { Rectification, RectifyCommand } from '../values/rectification.js';
import type { GrievanceAbout, GrievanceFinding } from './grievance.events.js';
import type { HasHolds, LiftHold, PlaceHold } from './grievance.holds.js';

export type GrievanceStatus =
  | 'lodged'
  | 'acknowledged'
  | 'admissible'
  | 'inadmissible'
  | 'under-inquiry'
  | 'finding'
  | 'remedied'
  | 'closed'
  | 'appealed'
  | 'withdrawn';

/** Holds nothing personal, sealed or not: what was said stays in its events. */
export type GrievanceState =
  | { readonly status: 'none' }
  | (HasHolds & {
      readonly status: GrievanceStatus;
      readonly cityId: string;
      readonly complainant: string;
      readonly opening: string;
      readonly lodgedOn: string;
      /** The office that handles it, once it is acknowledged. */
      readonly dutyBearerId?: string;
      readonly acknowledgement: Deadline;
      /** By when there has to be a finding: one date from lodging, and one from each appeal. */
      readonly findingDates: readonly Deadline[];
      /** Oldest first; an appeal may lead to another. */
      readonly findings: readonly (GrievanceFinding & Told)[];
      /** Who decided last: that it is inadmissible, or what was found. Somebody else decides an appeal. */
      readonly decidedBy?: RecordedActor;
      readonly appeals: number;
      /** How often the person, and the office, wrote since it was lodged. */
      readonly statements: number;
      readonly answers: number;
      readonly unsealings: readonly (Told & { readonly purpose: string })[];
      readonly remedies: readonly string[];
      /** The day of the act that ended it, as long as nothing has opened it again. */
      readonly endedOn?: string;
      readonly closing?: { readonly reason: string };
      readonly previousDutyBearers: readonly string[];
      readonly rectifications: readonly Rectification[];
    });

export type Grievance = Begun<GrievanceState>;

export type LodgeGrievance = {
  readonly cityId: string;
  readonly complainant: string;
  readonly opening: string;
  readonly about: GrievanceAbout;
  readonly text: string;
  readonly contact?: string;
};

export type MakeFinding = GrievanceFinding & { readonly reasons: string };

export type GrievanceCommand =
  | { readonly type: 'lodge'; readonly data: LodgeGrievance }
  | { readonly type: 'acknowledge'; readonly data: { readonly dutyBearerId: string } }
  | { readonly type: 'admit'; readonly data: { readonly reasons?: string } }
  | { readonly type: 'declare-inadmissible'; readonly data: { readonly reasons: string } }
  | { readonly type: 'begin-inquiry'; readonly data: { readonly plan?: string } }
  | { readonly type: 'make-finding'; readonly data: MakeFinding }
  | { readonly type: 'answer'; readonly data: { readonly text: string } }
  | { readonly type: 'add-statement'; readonly data: { readonly text: string } }
  | { readonly type: 'appeal'; readonly data: { readonly grounds: string } }
  | { readonly type: 'withdraw'; readonly data: { readonly reason?: string } }
  | { readonly type: 'link-remedy'; readonly data: { readonly remedyId: string } }
  | { readonly type: 'close'; readonly data: { readonly reason: string } }
  | { readonly type: 'unseal'; readonly data: { readonly purpose: string } }
  | { readonly type: 'place-hold'; readonly data: PlaceHold }
  | { readonly type: 'lift-hold'; readonly data: LiftHold }
  | ReassignCommand
  | { readonly type: 'acknowledgement-fall-due'; readonly data: { readonly dueOn: string } }
  | { readonly type: 'finding-fall-due'; readonly data: { readonly dueOn: string } }
  | RectifyCommand;

/** Nothing more is to be decided about it, unless the person appeals. */
export const isEnded = ({ status }: Pick<Grievance, 'status'>): boolean =>
  status === 'inadmissible' || status === 'remedied' || status === 'closed' || status === 'withdrawn';
