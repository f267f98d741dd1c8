import type { AggregateName, Refusal } from '@covenant/domain';

/** The domain said no. Nothing was recorded. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(`refused: ${refusal.code}`);
    this.name = 'Refused';
  }
}

export class UnknownRecord extends Error {
  constructor(
    readonly aggregate: AggregateName,
    readonly id: string,
  ) {
    super(`there is no ${aggregate} ${id}`);
    this.name = 'UnknownRecord';
  }
}

/** The record is not at the revision that the caller named. */
export class StaleRevision extends Error {
  constructor(
    readonly named: number,
    readonly current: number,
  ) {
    super(`revision ${named} was named, the record is at ${current}`);
    this.name = 'StaleRevision';
  }
}

/** Other processes won every race; the caller may try again. */
export class TooMuchContention extends Error {
  constructor(readonly current: number) {
    super('the record kept moving while the command was decided');
    this.name = 'TooMuchContention';
  }
}

/** As many commands are in hand as may be. Nothing of this one was begun. */
export class TooManyCommands extends Error {
  constructor() {
    super('as many commands are in hand as may be');
    this.name = 'TooManyCommands';
  }
}

export class KeyReused extends Error {
  constructor() {
    super('the Idempotency-Key was used for another request');
    this.name = 'KeyReused';
  }
}
