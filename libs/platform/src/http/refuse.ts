import type { FastifyReply } from 'fastify';
import { Problem, problemMediaType } from '../problems/problem.js';
import { securityHeaders } from './security-headers.js';

/** Answers with a problem before anything has routed or read the request, at the least cost. */
export const refuse = (reply: FastifyReply, problem: Problem): void => {
  void reply
    .code(problem.type.status)
    .headers({ ...securityHeaders, 'cache-control': 'no-store', 'content-type': problemMediaType, ...problem.more.headers })
    .send(JSON.stringify(problem.toDocument(reply.request.id)));
};
