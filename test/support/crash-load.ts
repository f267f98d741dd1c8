// Commands sent at a ledger that dies: every one has a key, is sent again until it is acknowledged, and is remembered.
import { setTimeout as pause } from 'node:timers/promises';

export interface Receipt {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  readonly position: string;
}

export interface Order {
  readonly key: string;
  readonly path: string;
  readonly body: object;
  /** There once it was acknowledged. */
  receipt?: Receipt;
}

/** The ledger said no, where it had to say yes. */
export class Refusal extends Error {}

export class CrashLoad {
  readonly orders: Order[] = [];
  private number = 0;

  constructor(
    private readonly address: string,
    private readonly token: string,
    private readonly cityId: string,
    private readonly dutyBearerId: string,
    /** From 0 to 1, the same sequence for the same run. */
    private readonly chance: () => number,
  ) {}

  get acknowledged(): readonly (Order & { readonly receipt: Receipt })[] {
    return this.orders.filter((order): order is Order & { readonly receipt: Receipt } => order.receipt !== undefined);
  }

  /** Keeps the ledger busy on several lanes until `halt` aborts. Orders that got no answer stay open. */
  async press(lanes: number, halt: AbortSignal): Promise<void> {
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        while (!halt.aborted) {
          const order = this.next();
          while (!halt.aborted && order.receipt === undefined) {
            if (!(await this.send(order, halt))) await pause(5);
          }
        }
      }),
    );
  }

  /** Sends again what got no answer, until it has one. */
  async settle(): Promise<void> {
    const limit = AbortSignal.timeout(30_000);
    for (const order of this.orders) {
      while (order.receipt === undefined) {
        limit.throwIfAborted();
        if (!(await this.send(order, limit))) await pause(20);
      }
    }
  }

  /** What the ledger answers to a command that it has acknowledged, when it is sent once more. */
  async repeat({ key, path, body }: Order): Promise<Receipt> {
    const again: Order = { key, path, body };
    const limit = AbortSignal.timeout(30_000);
    while (again.receipt === undefined) {
      limit.throwIfAborted();
      if (!(await this.send(again, limit))) await pause(20);
    }
    return again.receipt;
  }

  /** A new promise, or progress on one that was acknowledged. */
  private next(): Order {
    const made = this.acknowledged.filter(({ path }) => path === '/v1/commitments');
    const chosen = made[Math.floor(this.chance() * made.length)];
    const key = `crash-${(this.number += 1)}`;
    const order: Order =
      chosen === undefined || this.chance() < 0.5
        ? {
            key,
            path: '/v1/commitments',
            body: { cityId: this.cityId, dutyBearerId: this.dutyBearerId, title: `Promise ${key}`, rights: ['ICESCR-11.1'], dueOn: '2099-12-31' },
          }
        : { key, path: `/v1/commitments/${chosen.receipt.id}/report-progress`, body: { text: `Progress ${key}`, share: this.chance() } };
    this.orders.push(order);
    return order;
  }

  /** False when there was no answer, or one that says to come again. @throws Refusal */
  private async send(order: Order, halt: AbortSignal): Promise<boolean> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.address}${order.path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json', 'idempotency-key': order.key },
        body: JSON.stringify(order.body),
        signal: AbortSignal.any([halt, AbortSignal.timeout(10_000)]),
      });
      text = await response.text();
    } catch {
      // Whether it was recorded is not known; that is what the key is for.
      return false;
    }
    if (response.status >= 500) return false;
    if (!response.ok) throw new Refusal(`${order.path} gave ${response.status}: ${text}`);
    order.receipt = JSON.parse(text) as Receipt;
    return true;
  }
}
