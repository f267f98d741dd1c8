import { generalProblems, isSpoken, Problem, problemListPage, problemPage, problemPagePolicy, spoken } from '@covenant/platform';
import { Controller, Get, Header, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemCatalogue } from './catalogue.js';
import { details } from './words/words.js';

const html = 'text/html; charset=utf-8';

const shown = (lang: unknown, request: FastifyRequest, reply: FastifyReply) => ({
  language: spoken(request, reply),
  asked: isSpoken(lang),
});

/** The pages that a problem's `type` leads to, in the language of `?lang=` or of the browser. */
@ApiExcludeController()
@Controller('problems')
export class ProblemsController {
  @Get()
  @Header('content-type', html)
  @Header('content-security-policy', problemPagePolicy)
  list(@Query('lang') lang: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    return problemListPage([...problemCatalogue.values()], shown(lang, request, reply));
  }

  @Get(':code')
  @Header('content-type', html)
  @Header('content-security-policy', problemPagePolicy)
  show(@Param('code') code: string, @Query('lang') lang: unknown, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    const type = problemCatalogue.get(code);
    if (type === undefined) throw new Problem(generalProblems['not-found'], details.noSuchKind);
    return problemPage(type, shown(lang, request, reply));
  }
}
