export { Clock, type ClockHealth, type ClockOptions } from './clock.js';
export { clockDoor } from './clock-door.js';
export { clockActor, type ClockCommand, type FrontDoor } from './front-door.js';
export { clockHealth } from './health.js';
export { clockReads, type ClockReads, type ClockRecord } from './reads.js';
