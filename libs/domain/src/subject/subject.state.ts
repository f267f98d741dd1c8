import type { RecordedActor } from '../kernel/actor.js';
import type { Begun } from '../kernel/decider.js';
import type { AppliedRule } from '../retention/standing.js';
import type { Rectification, RectifyCommand } from '../values/rectification.js';
import type { ErasureAnnouncement, ErasureBasis, ErasureRequest } from './subject.events.js';

export type SubjectState =
  | { readonly status: 'none' }
  | (Pick<ErasureRequest, 'cityId' | 'grievanceId' | 'ground'> & {
      readonly status: 'erasure-announced' | 'erasure-requested' | 'erasing' | 'erased';
      /** Of a person who asked; absent where a rule alone is at work. */
      readonly reason?: string;
      readonly requestedBy?: RecordedActor;
      readonly approvedBy?: RecordedActor;
      /** The newest announcement of an erasure by rule. */
      readonly announced?: Pick<ErasureAnnouncement, 'rule' | 'on'>;
      /** The rule under which it was erased. */
      readonly rule?: AppliedRule;
      /** The erasure that began, which only its end can follow; absent of one from before such beginnings were recorded. */
      readonly begun?: ErasureBasis & { readonly day: string; readonly recordedAt: string };
      readonly erasedAt?: string;
      readonly rectifications: readonly Rectification[];
    });

/**
 * `erase` begins the record: of a person it is a request, which a second person approves; of the clock, which names the
 * remedies that answer the grievance, it is the announcement of an erasure by rule, which `erase-by-rule` carries out.
 * Either way what begins is ended by `finish-erasure`, which the ledger sends itself.
 */
export type SubjectCommand =
  | { readonly type: 'erase'; readonly data: ErasureRequest & { readonly remedies?: readonly string[] } }
  | { readonly type: 'approve-erasure'; readonly data: { readonly reason: string } }
  | { readonly type: 'erase-by-rule'; readonly data: { readonly remedies: readonly string[] } }
  | { readonly type: 'finish-erasure'; readonly data: Readonly<Record<string, never>> }
  | RectifyCommand;

export type Subject = Begun<SubjectState>;

/** Since when nothing keeps the words: they are gone, or will be as soon as the ledger gets to it. */
export const forgottenSince = (state: SubjectState | undefined): string | undefined =>
  state === undefined || state.status === 'none' ? undefined : (state.begun?.recordedAt ?? state.erasedAt);
