import type { Logger } from 'pino';
import type { Settings } from '../config/settings.js';
import type { Traces } from './traces.js';

/**
 * Traces of this process, where the settings say where they go. OpenTelemetry is loaded here and not before: without an
 * endpoint nothing of it is in memory or on the way of a request.
 */
export async function openTraces(settings: Settings, process: string, log: Logger): Promise<Traces | undefined> {
  const { otelEndpoint } = settings;
  if (otelEndpoint === undefined) return undefined;
  const { OtelTraces } = await import('./otel-traces.js');
  return new OtelTraces(otelEndpoint, process, log);
}
