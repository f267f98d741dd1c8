// For tests only: what an adapter needs to prove itself, and what other rooms need to write events in theirs.
export { eventStoreContract } from './contract/event-store.contract.js';
export type { Faults, StoreUnderTest, Traits } from './contract/harness.contract.js';
