import type { FastifyInstance, FastifyRequest } from 'fastify';
import { generalProblems } from '../problems/general.js';
import { Problem } from '../problems/problem.js';
import { details } from '../words/words.js';
import { refuse } from './refuse.js';

/**
 * What proxies add of their own accord or as their handbooks have it: one of them is enough to tell one. Not
 * `X-Forwarded-Proto`, which the sidecars of a mesh add to what comes from inside as well.
 */
const ofProxies = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/** Whether it comes through something that says so: nobody behind a proxy can take away what it adds. */
export const saysForWhom = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean => ofProxies.some((name) => headers[name] !== undefined);

/** Whoever comes through a proxy comes from outside, and for them nothing is at these routes. */
export const keepInside = (fastify: FastifyInstance, ...routes: readonly string[]): void => {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!routes.includes(request.routeOptions.url ?? '') || !saysForWhom(request)) return done();
    refuse(reply, new Problem(generalProblems['not-found'], details.nothingHere));
  });
};
