import type { Actor, AggregateName, DomainCommand } from '@covenant/domain';

/** One command on its way in, from a person over HTTP or from the clock. */
export interface CommandRequest {
  readonly aggregate: AggregateName;
  /** The record addressed; absent for the command that begins one. */
  readonly id?: string;
  readonly command: DomainCommand;
  /** ISO date, where it differs from today. */
  readonly effectiveOn?: string;
  readonly actor: Actor;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly traceparent?: string;
  /** Bytes of the body as it came. */
  readonly bodyBytes?: number;
  readonly idempotencyKey?: string;
  /** Stands for the body where its own digest may not be kept: of what is personal, it could be guessed from. */
  readonly digest?: string;
  /** The revision that the caller has seen; without it the command is decided on the newest state. */
  readonly ifMatch?: number;
}
