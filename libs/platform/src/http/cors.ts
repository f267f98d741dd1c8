import type { FastifyInstance } from 'fastify';

const methods = 'GET, HEAD, POST';
const taken = 'Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Prefer, Receipt-Code, Traceparent, X-Correlation-Id';
const shown = 'ETag, Idempotency-Replayed, Link, Location, Preference-Applied, Retry-After, X-Request-Id';
/** Seconds that a browser may remember the answer to its question. */
const remembered = '600';

/**
 * Says of every answer below a path that any page may read it, also of those that refuse: a page that is told to wait
 * has to see for how long.
 */
export const openToAll = (fastify: FastifyInstance, below: string): void => {
  fastify.addHook('onRequest', ({ raw }, reply, done) => {
    if (raw.url?.startsWith(below) === true) {
      reply.headers({ 'access-control-allow-origin': '*', 'access-control-expose-headers': 'Entry-Number, Retry-After, X-Request-Id' });
    }
    done();
  });
};

/**
 * Lets pages of the named origins use the interface (Fetch §3.3); nobody else's, which is how it is when none are named.
 * No cookie goes along: who calls is in the token that the page itself sends.
 */
export const allowOrigins = (fastify: FastifyInstance, origins: readonly string[]): void => {
  if (origins.length === 0) return;
  const known = new Set(origins);
  fastify.addHook('onRequest', ({ method, headers }, reply, done) => {
    const { origin } = headers;
    if (method !== 'OPTIONS' || origin === undefined || !known.has(origin) || headers['access-control-request-method'] === undefined) return done();
    void reply
      .code(204)
      .headers({ 'access-control-allow-methods': methods, 'access-control-allow-headers': taken, 'access-control-max-age': remembered })
      .send();
  });
  fastify.addHook('onSend', ({ headers }, reply, payload, done) => {
    const { origin } = headers;
    // What everybody may read says so itself.
    if (reply.hasHeader('access-control-allow-origin')) return done(null, payload);
    const vary = reply.getHeader('vary');
    reply.header('vary', vary === undefined ? 'origin' : `${String(vary)}, origin`);
    if (origin !== undefined && known.has(origin)) {
      reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': shown });
    }
    done(null, payload);
  });
};
