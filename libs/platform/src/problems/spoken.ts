import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSpoken, spokenFor, type SpokenLanguage } from '../words/told.js';
import { languageHeaders } from './problem.js';

/** By the address where it names one of the languages, else by `Accept-Language`. */
export const languageOf = ({ query, headers }: Pick<FastifyRequest, 'query' | 'headers'>): SpokenLanguage => {
  const { lang } = query as { readonly lang?: unknown };
  return isSpoken(lang) ? lang : spokenFor(headers['accept-language']);
};

/** The language of an answer; the answer says which, and what decided it. */
export const spoken = (request: FastifyRequest, reply: FastifyReply): SpokenLanguage => {
  const language = languageOf(request);
  reply.headers(languageHeaders(language));
  return language;
};
