export { relayHealth } from './health.js';
export { relayFigures, type RelayReport } from './metrics.js';
export { ForeignTopic, Relay, type RelayHealth, type RelayOptions, type RelayState } from './relay.js';
