import type { FastifyReply } from 'fastify';
import { languageHeaders, type Problem, problemMediaType } from '../problems/problem.js';
import { spokenFor, type SpokenLanguage } from '../words/told.js';
import { securityHeaders } from './security-headers.js';

/** Of a problem that is told without the hooks of an answer. */
export const problemHeaders = ({ more }: Problem, language: SpokenLanguage): Readonly<Record<string, string>> => ({
  ...securityHeaders,
  'cache-control': 'no-store',
  'content-type': problemMediaType,
  ...languageHeaders(language),
  ...more.headers,
});

/** Answers with a problem before anything has routed or read the request, at the least cost. */
export const refuse = (reply: FastifyReply, problem: Problem): void => {
  const { id, headers } = reply.request;
  const language = spokenFor(headers['accept-language']);
  void reply
    .code(problem.type.status)
    .headers(problemHeaders(problem, language))
    .send(JSON.stringify(problem.toDocument(id, language)));
};
