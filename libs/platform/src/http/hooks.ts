import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { HttpMetrics } from '../observe/metrics.js';
import { generalProblems } from '../problems/general.js';
import { Problem } from '../problems/problem.js';
import { details } from '../words/words.js';
import { securityHeaders, transportSecurity } from './security-headers.js';

/**
 * The hooks around every request: security headers, the request's id, figures, and a line at `debug`. Requests are
 * not logged at `info`: at full load that would cost more than some of them.
 */
export const addHooks = (fastify: FastifyInstance, log: Logger, metrics: HttpMetrics): void => {
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers(securityHeaders).header('x-request-id', request.id).header('cache-control', 'no-store');
    if (request.protocol === 'https') reply.header('strict-transport-security', transportSecurity);
    done();
  });
  const chatty = log.isLevelEnabled('debug');
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    if (chatty) {
      log.debug({
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
      });
    }
    done();
  });
};

/** Refuses methods that no address takes, with 501: to look for an address would say that there is none. */
export const refuseUnknownMethods = (fastify: FastifyInstance): void => {
  const known = new Set<string>(fastify.supportedMethods);
  fastify.addHook('onRequest', ({ method }, _reply, done) => {
    done(known.has(method) ? undefined : new Problem(generalProblems['method-unknown'], details.knownMethods));
  });
};

/**
 * Answers a method that an address does not take with 405 and `Allow` instead of 404. Collects the routes as they are
 * added; call the result once all are there, before the server listens.
 */
export const collectRoutes = (
  fastify: FastifyInstance,
  refuse: (allowed: readonly string[]) => Error,
): { readonly routes: ReadonlyMap<string, ReadonlySet<string>>; refuseOtherMethods(this: void): void } => {
  const methodsOf = new Map<string, Set<string>>();
  let collecting = true;
  fastify.addHook('onRoute', ({ url, method }) => {
    if (!collecting) return;
    const known = methodsOf.get(url) ?? new Set<string>();
    for (const one of [method].flat()) known.add(one);
    methodsOf.set(url, known);
  });
  const refuseOtherMethods = (): void => {
    collecting = false;
    for (const [url, known] of [...methodsOf]) {
      const others = fastify.supportedMethods.filter((method) => !known.has(method) && method !== 'HEAD');
      if (url.includes('*') || others.length === 0) continue;
      const allowed = [...known].sort();
      fastify.route({
        method: others,
        url,
        onRequest: (_request, _reply, done) => done(refuse(allowed)),
        handler: () => undefined,
      });
    }
  };
  return { routes: methodsOf, refuseOtherMethods };
};
