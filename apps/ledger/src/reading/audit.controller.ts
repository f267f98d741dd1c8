import { aggregateNames, headlineOf, parseStream } from '@covenant/domain';
import { checkedQuery, generalProblems, invalidInput, Problem, ProblemResponses } from '@covenant/platform';
import type { AuditFilter } from '@covenant/read-models';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defined } from '../http/read-controller.js';
import { entriesPage } from './entries-page.js';
import { OverviewDto } from './overview.dto.js';
import { AuditQuery, CityQuery } from './queries.dto.js';
import { Reading } from './reading.js';
import { EntryDto, pageSchema } from './record-view.dto.js';
import { unknownRecord } from '../problems/refusal-problem.js';
import { forms } from '../problems/words/words.js';

/** What is read across all records. */
@ApiTags('audit')
@Controller('v1')
export class AuditController {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  @Get('audit')
  @ApiOperation({ operationId: 'audit_list', summary: 'Every entry of everything, each with a sentence and its proof' })
  @ApiQuery({ type: AuditQuery })
  @ApiResponse({ status: 200, description: 'the entries', schema: pageSchema(EntryDto) })
  @ProblemResponses([400, 503])
  async audit(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const query = checkedQuery(AuditQuery, request.query);
    const first = query.sort === '-entry' ? 'newest' : 'oldest';
    await entriesPage(this.reading, request, reply, query, { filter: filterOf(query), first });
  }

  @Get('overview')
  @ApiOperation({ operationId: 'overview_get', summary: 'The figures of a city: open, overdue, kept, verified; coverage' })
  @ApiQuery({ type: CityQuery })
  @ApiResponse({ status: 200, description: 'the figures', type: OverviewDto })
  @ProblemResponses([400, 404, 503])
  async overview(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { after, cityId } = checkedQuery(CityQuery, request.query);
    await this.reading.caughtUp(after, aggregateNames);
    const { queries } = this.reading;
    const [city, overview] = await Promise.all([queries.record('city', cityId), queries.overview(cityId)]);
    if (city === undefined) throw new Problem(generalProblems['not-found'], unknownRecord('city', cityId));
    reply.header('cache-control', 'no-cache').send({ cityId, ...headlineOf(overview), ...overview });
  }
}

const filterOf = ({ cityId, stream, type, from, to }: AuditQuery): AuditFilter => {
  const address = stream === undefined ? undefined : parseStream(stream);
  if (stream !== undefined && address === undefined) {
    throw invalidInput([{ pointer: '/stream', detail: forms.streamOf(aggregateNames.join(', ')) }]);
  }
  return defined({
    cityId,
    type,
    from,
    to,
    stream: address === undefined ? undefined : { aggregate: address.aggregate, recordId: address.id },
  });
};
