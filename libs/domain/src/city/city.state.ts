import type { AdoptRetention, HoldsRetention, ProposeRetention } from '../retention/rules.js';
import type { Evidence } from '../values/common.js';
import type { Rectification, RectifyCommand } from '../values/rectification.js';
import type { CityEvent, Enrolment, FocalPoint, Membership, Procedure } from './city.events.js';

export type CityState =
  | { readonly status: 'none' }
  | (Enrolment & HoldsRetention & {
      readonly status: 'enrolled';
      readonly evidence: readonly Evidence[];
      readonly sample: boolean;
      readonly focalPoint?: FocalPoint;
      readonly initiatives: readonly Membership[];
      readonly procedure: Procedure;
      readonly rectifications: readonly Rectification[];
    });

/** An enrolment as it is asked for: the slug is made from name and region where none is given. */
export type Enrol = Omit<Enrolment, 'slug'> & { readonly slug?: string };

type DataOfEvent<T extends CityEvent['type']> = Extract<CityEvent, { readonly type: T }>['data'];

export type CityCommand =
  | { readonly type: 'enrol'; readonly data: Enrol }
  | { readonly type: 'establish-focal-point'; readonly data: FocalPoint }
  | { readonly type: 'change-focal-point'; readonly data: DataOfEvent<'FocalPointChanged'> }
  | { readonly type: 'join-initiative'; readonly data: Membership }
  | { readonly type: 'leave-initiative'; readonly data: DataOfEvent<'InitiativeLeft'> }
  | { readonly type: 'set-procedure'; readonly data: Partial<Procedure> & { readonly reason?: string } }
  | { readonly type: 'propose-retention'; readonly data: ProposeRetention }
  | { readonly type: 'adopt-retention'; readonly data: AdoptRetention }
  | RectifyCommand;
