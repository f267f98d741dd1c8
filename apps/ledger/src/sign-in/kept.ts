import { LRUCache } from 'lru-cache';
import type { Adapter, AdapterPayload } from 'oidc-provider';

/** Everything that the issuer remembers between two requests: sessions, codes, grants. Gone with the process. */
export type Memory = LRUCache<string, AdapterPayload>;

export const createMemory = (): Memory => new LRUCache({ max: 20_000 });

/** What the issuer keeps of one kind, in the process's memory: bounded, and each only as long as it is good for. */
export class Kept implements Adapter {
  constructor(
    private readonly kind: string,
    private readonly memory: Memory,
  ) {}

  upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void> {
    this.memory.set(this.key(id), payload, { ttl: expiresIn * 1000 });
    return Promise.resolve();
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.memory.get(this.key(id)));
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.first((payload) => payload.uid === uid));
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(this.first((payload) => payload.userCode === userCode));
  }

  consume(id: string): Promise<void> {
    const payload = this.memory.get(this.key(id));
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    this.memory.delete(this.key(id));
    return Promise.resolve();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, payload] of [...this.memory]) if (payload.grantId === grantId) this.memory.delete(key);
    return Promise.resolve();
  }

  private key(id: string): string {
    return `${this.kind}:${id}`;
  }

  private first(wanted: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const [key, payload] of this.memory) if (key.startsWith(`${this.kind}:`) && wanted(payload)) return payload;
    return undefined;
  }
}
