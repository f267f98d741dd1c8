import { generalProblems, Problem, spoken } from '@covenant/platform';
import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConsolePages, PageFile } from './pages.js';
import { details } from '../problems/words/words.js';

export const CONSOLE_PAGES = Symbol('the built pages of apps/console');

/** The page computes in its script and asks nobody but this ledger; nothing may stand in the page itself. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; " +
  "frame-ancestors 'none'; require-trusted-types-for 'script'";

/** Where anybody checks one fact, in a browser. */
@ApiExcludeController()
@Controller('verify')
export class VerifyController {
  constructor(@Inject(CONSOLE_PAGES) private readonly pages: ConsolePages) {}

  @Get()
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const file = this.#file(`verify.${spoken(request, reply)}.html`);
    reply.header('content-security-policy', policy);
    send(reply, file, 'no-cache');
  }

  /** Their names carry their content. */
  @Get(':file')
  file(@Param('file') name: string, @Res() reply: FastifyReply): void {
    if (!/^verify[\w-]*\.(?:js|css)$/.test(name)) throw new Problem(generalProblems['not-found'], details.noSuchFile);
    send(reply, this.#file(name), 'public, max-age=31536000, immutable');
  }

  #file(name: string): PageFile {
    const file = this.pages.get(name);
    if (file !== undefined) return file;
    if (this.pages.size === 0) throw new Problem(generalProblems.unavailable, details.pagesNotBuilt);
    throw new Problem(generalProblems['not-found'], details.noSuchFile);
  }
}

function send(reply: FastifyReply, { type, content }: PageFile, caching: string): void {
  reply.header('content-type', type).header('cache-control', caching).send(content);
}
