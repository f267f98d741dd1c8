import { generalProblems, Problem, problemListPage, problemPage, problemPagePolicy } from '@covenant/platform';
import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { problemCatalogue } from './catalogue.js';

const html = 'text/html; charset=utf-8';
const byStatus = [...problemCatalogue.values()].sort(
  (left, right) => left.status - right.status || left.title.localeCompare(right.title, 'en'),
);

/** The pages that a problem's `type` leads to. */
@ApiExcludeController()
@Controller('problems')
export class ProblemsController {
  @Get()
  @Header('content-type', html)
  @Header('content-security-policy', problemPagePolicy)
  list(): string {
    return problemListPage(byStatus);
  }

  @Get(':code')
  @Header('content-type', html)
  @Header('content-security-policy', problemPagePolicy)
  show(@Param('code') code: string): string {
    const type = problemCatalogue.get(code);
    if (type === undefined) throw new Problem(generalProblems['not-found'], 'There is no such kind of problem; /problems lists them.');
    return problemPage(type);
  }
}
