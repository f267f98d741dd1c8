import { aggregateNames, headlineOf, parseStream } from '@covenant/domain';
import { checkedQuery, invalidInput, ProblemResponses } from '@covenant/platform';
import type { AuditFilter } from '@covenant/read-models';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defined, entryView } from '../http/read-controller.js';
import { spoken } from '../http/spoken.js';
import { linkNext } from './links.js';
import { OverviewDto } from './overview.dto.js';
import { AuditQuery, OverviewQuery } from './queries.dto.js';
import { Reading } from './reading.js';
import { EntryDto, pageSchema } from './record-view.dto.js';

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
    const language = spoken(request, reply, query.lang);
    await this.reading.caughtUp(query.after, []);
    const found = await this.reading.queries.audit({
      filter: filterOf(query),
      first: query.sort === '-entry' ? 'newest' : 'oldest',
      language,
      ...defined({ limit: query.limit, cursor: query.cursor }),
    });
    linkNext(request, reply, found.next);
    reply.header('cache-control', 'no-cache').send({ items: found.items.map(entryView), next: found.next });
  }

  @Get('overview')
  @ApiOperation({ operationId: 'overview_get', summary: 'The figures of a city: open, overdue, kept, verified; coverage' })
  @ApiQuery({ type: OverviewQuery })
  @ApiResponse({ status: 200, description: 'the figures', type: OverviewDto })
  @ProblemResponses([400, 503])
  async overview(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { after, cityId } = checkedQuery(OverviewQuery, request.query);
    if (cityId === undefined) throw invalidInput([{ pointer: '/cityId', detail: 'is missing; it must be the id of a city' }]);
    await this.reading.caughtUp(after, aggregateNames);
    const overview = await this.reading.queries.overview(cityId);
    reply.header('cache-control', 'no-cache').send({ cityId, ...headlineOf(overview), ...overview });
  }
}

const filterOf = ({ cityId, stream, type, from, to }: AuditQuery): AuditFilter => {
  const address = stream === undefined ? undefined : parseStream(stream);
  if (stream !== undefined && address === undefined) {
    throw invalidInput([{ pointer: '/stream', detail: `must begin with one of ${aggregateNames.join(', ')}` }]);
  }
  return defined({
    cityId,
    type,
    from,
    to,
    stream: address === undefined ? undefined : { aggregate: address.aggregate, recordId: address.id },
  });
};
