export { selfSigned } from './certificate.js';
export { accessDenied, cancelled, notLeader, timedOut, unavailable, unknown } from './faults.js';
export type { AppendFault, ReadFault, Trouble } from './faults.js';
export { FakeLog } from './log.js';
export { FakeEventStoreDb } from './server.js';
export type { FakeOptions } from './server.js';
