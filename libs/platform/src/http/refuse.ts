import type { FastifyReply } from 'fastify';
import { type Problem, problemMediaType } from '../problems/problem.js';
import { securityHeaders } from './security-headers.js';

/** Of a problem that is told without the hooks of an answer. */
export const problemHeaders = ({ more }: Problem): Readonly<Record<string, string>> => ({
  ...securityHeaders,
  'cache-control': 'no-store',
  'content-type': problemMediaType,
  ...more.headers,
});

/** Answers with a problem before anything has routed or read the request, at the least cost. */
export const refuse = (reply: FastifyReply, problem: Problem): void => {
  void reply
    .code(problem.type.status)
    .headers(problemHeaders(problem))
    .send(JSON.stringify(problem.toDocument(reply.request.id)));
};
