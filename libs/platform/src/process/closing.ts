/** What has been opened, to be closed in the opposite order, each once, whatever the others do. */
export class Closing {
  private readonly steps: { readonly what: string; readonly close: () => Promise<unknown> }[] = [];

  add(what: string, close: () => Promise<unknown>): void {
    this.steps.push({ what, close });
  }

  /** @throws AggregateError of everything that could not be closed, after all was tried */
  async close(): Promise<void> {
    const failures: Error[] = [];
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      try {
        await step.close();
      } catch (error) {
        failures.push(new Error(`could not close ${step.what}`, { cause: error }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
  }
}
