/** A cursor that this ledger did not make, or made for another list or order. */
export class InvalidCursor extends Error {
  constructor(reason: string) {
    super(`the cursor cannot be used: ${reason}`);
    this.name = 'InvalidCursor';
  }
}
