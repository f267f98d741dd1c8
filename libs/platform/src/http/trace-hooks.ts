import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Traces, TraceSpan } from '../observe/traces.js';

/** Asked every few seconds by machines; nobody looks for their traces. */
const quiet = /^\/(health|metrics)(\/|$)/;

/**
 * A span around every request, below the caller's own where its `traceparent` can be read. What the request causes goes
 * on from this span: it takes the place of the caller's in the headers. The address itself is not told, since ids and
 * searched words stand in it; the route is.
 */
export const addTraceHooks = (fastify: FastifyInstance, traces: Traces): void => {
  const spans = new WeakMap<FastifyRequest, TraceSpan>();
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url;
    if (route === undefined || !quiet.test(route)) {
      const { headers } = request.raw;
      const given = headers['traceparent'];
      const span = traces.begin(route === undefined ? method : `${method} ${route}`, 'server', given?.toString(), {
        'http.request.method': method,
        ...(route === undefined ? {} : { 'http.route': route }),
      });
      spans.set(request, span);
      headers['traceparent'] = span.traceparent;
    }
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.set({ 'http.response.status_code': reply.statusCode });
    span?.end(reply.statusCode >= 500 ? `${reply.statusCode}` : undefined);
    done();
  });
};
