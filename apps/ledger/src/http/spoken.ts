import { languages, type Language } from '@covenant/domain';
import { acceptedLanguage } from '@covenant/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The language of an answer: the one in the address, else the best for `Accept-Language`. The answer says which. */
export const spoken = (request: FastifyRequest, reply: FastifyReply, asked: Language | undefined): Language => {
  const language = asked ?? acceptedLanguage(request.headers['accept-language'], languages);
  reply.header('content-language', language).header('vary', 'accept-language');
  return language;
};
