export { type ConfiguredFeed, configuredFeed } from './feed.js';
export { projectionsHealth } from './health.js';
export { projectorMetrics, type ProjectorMetrics } from './metrics.js';
export { openProjector, type Projector, type ProjectorOptions } from './projector.js';
