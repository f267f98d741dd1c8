import type { FastifyInstance, FastifyRequest } from 'fastify';
import { generalProblems } from '../problems/general.js';
import { Problem } from '../problems/problem.js';
import { refuse } from './refuse.js';

/** Whether it comes through something that says so: a proxy adds one of these, and nobody behind it can take it away. */
export const saysForWhom = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean => headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined;

/** Whoever comes through a proxy comes from outside, and for them nothing is at these routes. */
export const keepInside = (fastify: FastifyInstance, ...routes: readonly string[]): void => {
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!routes.includes(request.routeOptions.url ?? '') || !saysForWhom(request)) return done();
    refuse(reply, new Problem(generalProblems['not-found'], 'Nothing is at this address; /docs lists every address there is.'));
  });
};
