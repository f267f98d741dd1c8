export { projectorMetrics, type ProjectorMetrics } from './metrics.js';
export { openProjector, type Projector, type ProjectorOptions } from './projector.js';
