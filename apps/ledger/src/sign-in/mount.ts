import { securityHeaders } from '@covenant/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { issuerPath, type SignInSite } from './site.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

/** The site, which cannot be built before the server's address is known. */
export type SiteSource = () => Promise<SignInSite> | undefined;

/** Puts the sign-in site on the ledger's own server. It reads the bodies itself, and answers without Fastify. */
export const mountSignIn = (fastify: FastifyInstance, site: SiteSource, onTrouble: (error: unknown) => void): void => {
  void fastify.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    const by = (answer: (site: SignInSite) => Answer) => (request: FastifyRequest, reply: FastifyReply) => {
      const found = site();
      if (found === undefined) return reply.code(503).header('retry-after', '1').send();
      reply.hijack();
      for (const [name, value] of Object.entries(securityHeaders)) reply.raw.setHeader(name, value);
      reply.raw.setHeader('cache-control', 'no-store');
      reply.raw.setHeader('x-request-id', request.id);
      const answered = async (): Promise<void> => {
        const opened = await found;
        opened.tellTrouble(onTrouble);
        await answer(opened)(request.raw, reply.raw);
      };
      void answered().catch((error: unknown) => {
        onTrouble(error);
        if (!reply.raw.headersSent) reply.raw.writeHead(500);
        reply.raw.end();
      });
      return reply;
    };
    scope.all(`${issuerPath}/*`, by((one) => (request, response) => one.issuer(request, response)));
    scope.get('/sign-in.css', by((one) => (_request, response) => one.style(response)));
    scope.get('/sign-in/:uid', by((one) => (request, response) => one.form(request, response)));
    scope.post('/sign-in/:uid', by((one) => (request, response) => one.submit(request, response)));
    done();
  });
};
