import type { CodeOf } from '../vocabularies/vocabulary.js';
import type { EscalationBody } from '../vocabularies/records.js';
import type { initiatives } from '../vocabularies/small.js';
import type { Evidence } from '../values/common.js';
import type { AdoptedRetention, RetentionRules } from '../retention/rules.js';
import type { Rectify } from '../values/rectification.js';

export type FocalPoint = {
  /** The office, never a person. */
  readonly office: string;
  readonly contact?: string;
  readonly mandate?: string;
};

/** How long the city gives itself, in days; and to whom a remedy goes that stays late. */
export type Procedure = {
  readonly scrutinyAnswerDays: number;
  readonly remedyEscalationDays: number;
  readonly remedyEscalationTo: EscalationBody;
  /** From lodging until a grievance is acknowledged, and until there is a finding; the second from an appeal as well. */
  readonly grievanceAcknowledgementDays: number;
  readonly grievanceFindingDays: number;
};

/** As it is recorded: what a city set before the later members existed lacks them, and has their defaults. */
export type RecordedProcedure = Pick<Procedure, 'scrutinyAnswerDays' | 'remedyEscalationDays' | 'remedyEscalationTo'> &
  Partial<Procedure>;

export type Enrolment = {
  readonly name: string;
  /** Short name in addresses, unique among the cities: `pittsburgh-pa`. */
  readonly slug: string;
  readonly region?: string;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** When the city declared itself a human rights city, as exactly as is known: `2011` or `2011-04-19`. */
  readonly declaredOn?: string;
  /** The declaration: its title or where it is published. */
  readonly declaration?: string;
  /** BCP 47 tags, first the one most used. */
  readonly languages: readonly string[];
  /** IANA name; every date of the city is counted in it. */
  readonly timeZone: string;
  readonly evidence?: readonly Evidence[];
  /** A made-up city for showing the ledger, to be marked so wherever it appears. */
  readonly sample?: boolean;
};

export type Membership = {
  readonly initiative: CodeOf<typeof initiatives>;
  /** Which one, where the vocabulary has no code for it. */
  readonly name?: string;
  readonly since?: string;
};

export type CityEvent =
  | { readonly type: 'CityEnrolled'; readonly data: Enrolment }
  | { readonly type: 'FocalPointEstablished'; readonly data: FocalPoint }
  | { readonly type: 'FocalPointChanged'; readonly data: FocalPoint & { readonly reason?: string } }
  | { readonly type: 'InitiativeJoined'; readonly data: Membership }
  | {
      readonly type: 'InitiativeLeft';
      readonly data: {
        readonly initiative: CodeOf<typeof initiatives>;
        readonly name?: string;
        readonly reason: string;
      };
    }
  | { readonly type: 'CityProcedureSet'; readonly data: RecordedProcedure & { readonly reason?: string } }
  | { readonly type: 'CityRetentionProposed'; readonly data: RetentionRules & { readonly reason?: string } }
  | { readonly type: 'CityRetentionAdopted'; readonly data: AdoptedRetention }
  | { readonly type: 'CityRectified'; readonly data: Rectify };
