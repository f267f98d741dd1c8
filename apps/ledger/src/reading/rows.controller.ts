import { aggregateNames } from '@covenant/domain';
import { checkedQuery, generalProblems, Problem, ProblemResponses } from '@covenant/platform';
import { derivedTables } from '@covenant/read-models';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiProperty, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defined } from '../http/read-controller.js';
import { linkNext } from './links.js';
import { RowsQuery } from './queries.dto.js';
import { Reading } from './reading.js';
import { details } from '../problems/words/words.js';

class RowsDto {
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, description: 'each by the names of its columns' })
  readonly items!: readonly object[];

  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'null' }], description: 'goes into ?cursor=; null when there is nothing more' })
  readonly next!: string | null;
}

/** The tables behind the pages, as they are stored: all of it follows from the public log, so all of it is public. */
@ApiTags('audit')
@Controller('v1/rows')
export class RowsController {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  @Get(':table')
  @ApiOperation({ operationId: 'rows_list', summary: 'The rows behind the pages, every column as it is stored, to be compared with the log' })
  @ApiParam({ name: 'table', schema: { type: 'string', enum: [...derivedTables] }, description: 'which table' })
  @ApiQuery({ type: RowsQuery })
  @ApiResponse({ status: 200, description: 'the rows, in the order of their keys', type: RowsDto })
  @ProblemResponses([400, 404, 503])
  async rows(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { table } = request.params as { readonly table: string };
    if (!derivedTables.includes(table)) {
      throw new Problem(generalProblems['not-found'], details.noSuchTable(derivedTables.join(', ')));
    }
    const { after, ...options } = checkedQuery(RowsQuery, request.query);
    await this.reading.caughtUp(after, aggregateNames);
    const found = await this.reading.queries.rows(table, defined(options));
    linkNext(request, reply, found.next);
    reply.header('cache-control', 'no-cache').send(found);
  }
}
