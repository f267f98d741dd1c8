import { randomUUID } from 'node:crypto';
import {
  diag,
  DiagLogLevel,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, defaultResource, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { Logger } from 'pino';
import { isTraceparent, type TraceAttributes, type TraceKind, type Traces, type TraceSpan } from './traces.js';

/** Milliseconds that the end of a process waits for a receiver that does not answer. */
const closeWithin = 3_000;

const kinds: Readonly<Record<TraceKind, SpanKind>> = {
  server: SpanKind.SERVER,
  internal: SpanKind.INTERNAL,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
};

/**
 * Traces by OpenTelemetry's SDK, sent over OTLP/HTTP in batches. What a receiver does not take in time is dropped and
 * told of: traces never hold up a command. The SDK's other variables (`OTEL_TRACES_SAMPLER`, `OTEL_EXPORTER_OTLP_HEADERS`,
 * `OTEL_SERVICE_NAME`, …) count as its documentation says.
 */
export class OtelTraces implements Traces {
  readonly #provider: BasicTracerProvider;
  readonly #tracer: Tracer;

  constructor(endpoint: string, process: string, private readonly log: Logger) {
    const told = (message: string): void => log.warn({ part: 'traces' }, message);
    const quiet = (): void => undefined;
    const logger = { error: told, warn: told, info: quiet, debug: quiet, verbose: quiet };
    diag.setLogger(logger, { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true });
    const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
    this.#provider = new BasicTracerProvider({
      resource: defaultResource()
        .merge(resourceFromAttributes({ 'service.name': `covenant-${process}`, 'service.instance.id': randomUUID() }))
        .merge(detectResources({ detectors: [envDetector] })),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    this.#tracer = this.#provider.getTracer('covenant');
  }

  begin(name: string, kind: TraceKind, parent: string | undefined, attributes: TraceAttributes = {}): TraceSpan {
    return new OtelSpan(this.#tracer.startSpan(name, { kind: kinds[kind], attributes }, contextOf(parent)));
  }

  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closeWithin);
    });
    try {
      await Promise.race([this.#provider.shutdown(), late]);
    } catch (error) {
      this.log.warn({ part: 'traces', err: error }, 'the last traces could not be sent');
    } finally {
      clearTimeout(timer);
    }
  }
}

class OtelSpan implements TraceSpan {
  constructor(private readonly span: Span) {}

  get traceparent(): string {
    const { traceId, spanId, traceFlags } = this.span.spanContext();
    return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
  }

  set(attributes: TraceAttributes): void {
    this.span.setAttributes(attributes);
  }

  end(error?: unknown): void {
    if (error !== undefined) {
      this.span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}

function contextOf(parent: string | undefined): typeof ROOT_CONTEXT {
  if (!isTraceparent(parent)) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = ''] = parent.split('-');
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true });
}
