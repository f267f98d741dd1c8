// Traces: how one request went through the house, from the HTTP interface to the projected row. The trace context travels
// with each event (`traceparent`), so that whoever handles it later goes on with the same trace.

/** Never what a person wrote, nor an address with an id in it, nor anything secret: traces leave the house. */
export type TraceAttributes = Readonly<Record<string, string | number | boolean>>;

/** As OpenTelemetry has them: `server` answers a caller, `producer` and `consumer` are the ends of a feed. */
export type TraceKind = 'server' | 'internal' | 'client' | 'producer' | 'consumer';

export interface TraceSpan {
  /** W3C Trace Context of this span, for whoever goes on from here. */
  readonly traceparent: string;
  set(attributes: TraceAttributes): void;
  /** With an error it counts as failed. Only the error's name is told: its message may hold what people wrote. */
  end(error?: unknown): void;
}

/** Exists only where traces are wanted: whoever may trace has it as an option, and does nothing without it. */
export interface Traces {
  /** A span below `parent`; without one, or with one that cannot be read, it begins a trace. */
  begin(name: string, kind: TraceKind, parent: string | undefined, attributes?: TraceAttributes): TraceSpan;
  /** Sends what has not been sent, for a limited time. */
  close(): Promise<void>;
}

/** W3C Trace Context §3.2: version, trace id, parent id, flags; all zeroes is no id, and `ff` no version. */
const form = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

export const isTraceparent = (value: unknown): value is string => typeof value === 'string' && form.test(value);

/** The work, with a span around it. */
export async function traced<T>(span: Pick<TraceSpan, 'end'>, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}

/** An event as far as traces go. */
export interface TracedEvent {
  readonly metadata: { readonly traceparent?: string; readonly recordedAt: string };
}

/** Milliseconds. Events that are older are read again, by a rebuild or a new topic: nobody waits for them. */
const stillOnItsWay = 5 * 60_000;
/** Spans for one batch at the most; a batch may hold thousands of events. */
const mostSpans = 200;

/**
 * One span for each request whose events are among these, all ended together. What the request's trace does not sample
 * is passed over.
 */
export function beginForEach(
  traces: Traces,
  name: string,
  kind: TraceKind,
  events: readonly TracedEvent[],
): Pick<TraceSpan, 'end'> {
  const oldest = new Date(Date.now() - stillOnItsWay).toISOString();
  const counts = new Map<string, number>();
  for (const { metadata } of events) {
    const { traceparent, recordedAt } = metadata;
    if (traceparent === undefined || recordedAt < oldest || !isSampled(traceparent)) continue;
    if (counts.has(traceparent) || counts.size < mostSpans) counts.set(traceparent, (counts.get(traceparent) ?? 0) + 1);
  }
  const spans = [...counts].map(([parent, own]) =>
    traces.begin(name, kind, parent, { 'covenant.events': own, 'covenant.batch_events': events.length }),
  );
  return { end: (error) => spans.forEach((span) => span.end(error)) };
}

const isSampled = (traceparent: string): boolean => (Number.parseInt(traceparent.slice(-1), 16) & 1) === 1;
