import type { Actor, AggregateName, DomainCommand } from '@covenant/domain';

/** A command of the clock, on its way through the same door as a person's. */
export interface ClockCommand {
  readonly aggregate: AggregateName;
  readonly id: string;
  readonly command: DomainCommand;
  readonly actor: Actor;
  /** The same for the same command on the same state of the record: however often it is sent, it is written once. */
  readonly idempotencyKey: string;
}

/**
 * Where the clock's commands go. `refused` means that the rules did not allow it, because somebody was there before or
 * the record has moved on: there is nothing left to do. Whatever else fails rejects, and is tried again later.
 */
export interface FrontDoor {
  send(command: ClockCommand): Promise<'recorded' | 'refused'>;
}

/** The ledger's own clock; no token ever gives this role. */
export const clockActor: Actor = { subject: 'system:clock', roles: ['system'] };
