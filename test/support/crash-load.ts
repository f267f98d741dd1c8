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
  /** Of who sends it, unless it is the load's own. */
  readonly token?: string;
  /** There once it was acknowledged. */
  receipt?: Receipt;
}

/** The ledger said no, where it had to say yes. */
export class Refusal extends Error {}

export interface CrashLoadOptions {
  /** Where the ledger is now; undefined while it is nowhere. */
  readonly address: () => string | undefined;
  readonly token: string;
  readonly cityId: string;
  readonly dutyBearerId: string;
  /** From 0 to 1, the same sequence for the same run. */
  readonly chance: () => number;
  /** Of the keys; two loads of one run have different ones. */
  readonly name?: string;
  /** Milliseconds from one order to the next on each lane at the least. Default 0. */
  readonly pace?: number;
}

export class CrashLoad {
  readonly orders: Order[] = [];
  private number = 0;

  constructor(private readonly options: CrashLoadOptions) {}

  get acknowledged(): readonly (Order & { readonly receipt: Receipt })[] {
    return this.orders.filter((order): order is Order & { readonly receipt: Receipt } => order.receipt !== undefined);
  }

  /** Keeps the ledger busy on several lanes until `halt` aborts. Orders that got no answer stay open. */
  async press(lanes: number, halt: AbortSignal): Promise<void> {
    await Promise.all(
      Array.from({ length: lanes }, async () => {
        while (!halt.aborted) {
          const due = performance.now() + (this.options.pace ?? 0);
          const order = this.next();
          while (!halt.aborted && order.receipt === undefined) {
            if (!(await this.send(order, halt))) await pause(5);
          }
          const left = due - performance.now();
          if (left > 0 && !halt.aborted) await pause(left);
        }
      }),
    );
  }

  /** Sends again what got no answer, until it has one. */
  async settle(limit = AbortSignal.timeout(30_000)): Promise<void> {
    for (const order of this.orders) await this.insist(order, limit);
  }

  /** One more command, of another kind, sent until it is acknowledged. */
  async order(path: string, body: object, token: string, limit = AbortSignal.timeout(120_000)): Promise<Receipt> {
    const order: Order = { key: this.nextKey(), path, body, token };
    this.orders.push(order);
    return this.insist(order, limit);
  }

  /** What the ledger answers to a command that it has acknowledged, when it is sent once more. */
  async repeat({ receipt: _receipt, ...order }: Order): Promise<Receipt> {
    return this.insist({ ...order }, AbortSignal.timeout(30_000));
  }

  private async insist(order: Order, limit: AbortSignal): Promise<Receipt> {
    while (order.receipt === undefined) {
      limit.throwIfAborted();
      if (!(await this.send(order, limit))) await pause(20);
    }
    return order.receipt;
  }

  private nextKey(): string {
    return `${this.options.name ?? 'crash'}-${(this.number += 1)}`;
  }

  /** A new promise, or progress on one that was acknowledged. */
  private next(): Order {
    const { cityId, dutyBearerId, chance } = this.options;
    const made = this.acknowledged.filter(({ path, token }) => path === '/v1/commitments' && token === undefined);
    const chosen = made[Math.floor(chance() * made.length)];
    const key = this.nextKey();
    const order: Order =
      chosen === undefined || chance() < 0.5
        ? {
            key,
            path: '/v1/commitments',
            body: { cityId, dutyBearerId, title: `Promise ${key}`, rights: ['ICESCR-11.1'], dueOn: '2099-12-31' },
          }
        : { key, path: `/v1/commitments/${chosen.receipt.id}/report-progress`, body: { text: `Progress ${key}`, share: chance() } };
    this.orders.push(order);
    return order;
  }

  /** False when there was no answer, or one that says to come again. @throws Refusal */
  private async send(order: Order, halt: AbortSignal): Promise<boolean> {
    const address = this.options.address();
    if (address === undefined) return false;
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${address}${order.path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${order.token ?? this.options.token}`, 'content-type': 'application/json', 'idempotency-key': order.key },
        body: JSON.stringify(order.body),
        signal: AbortSignal.any([halt, AbortSignal.timeout(10_000)]),
      });
      text = await response.text();
    } catch {
      // Whether it was recorded is not known; that is what the key is for.
      return false;
    }
    // A ledger that slept finds requests that took too long to arrive: nothing was recorded.
    if (response.status >= 500 || response.status === 408) return false;
    if (!response.ok) throw new Refusal(`${order.path} gave ${response.status}: ${text}`);
    order.receipt = JSON.parse(text) as Receipt;
    return true;
  }
}
