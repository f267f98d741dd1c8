import { limits, trailTypes, upkeepActs, type TrailKind } from '@covenant/domain';
import { checkedQuery, Has, Maybe, oneOf, ProblemResponses, uuid, whole } from '@covenant/platform';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags, OmitType } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { field, Is } from '../http/fields.js';
import { defined, readController } from '../http/read-controller.js';
import { entriesPage } from '../reading/entries-page.js';
import { TimedEntriesQuery } from '../reading/queries.dto.js';
import { EntryDto, pageSchema, RecordViewDto } from '../reading/record-view.dto.js';
import { Reading } from '../reading/reading.js';

class UpkeepActDto {
  @Is(oneOf(upkeepActs.codes, 'UpkeepAct'), 'what was done')
  readonly act!: string;

  @Maybe(field.text, 'what of, and with what result')
  readonly detail?: string;
}

/** Of no city, and written by programs alone. */
class UpkeepView extends OmitType(RecordViewDto, ['cityId', 'rectifications'] as const) {
  @Is(whole(1, limits.bytes), 'how much was done so far')
  readonly acts!: number;

  @Has(() => UpkeepActDto, 'what was done last')
  readonly newest!: UpkeepActDto;
}

export const UpkeepReads = readController({ aggregate: 'upkeep', plural: 'upkeeps', view: UpkeepView });

class TrailQuery extends TimedEntriesQuery {
  @Maybe(uuid, 'of this city; what is the deployment’s is then left out')
  readonly cityId?: string;

  @Maybe(oneOf(['sealed', 'deployment'], 'TrailKind'), 'only what was done to sealed words, or only what was done to the deployment; both when left out')
  readonly kind?: TrailKind;
}

/** For oversight, and for everybody: who read what is sealed and what for, who had it erased, and what administrators did. */
@ApiTags('audit')
@Controller('v1/access-trail')
export class TrailController {
  constructor(@Inject(Reading) private readonly reading: Reading) {}

  @Get()
  @ApiOperation({ operationId: 'accessTrail_list', summary: 'Readings and erasures of sealed words, and acts of administrators and operators, newest first' })
  @ApiQuery({ type: TrailQuery })
  @ApiResponse({ status: 200, description: 'the entries', schema: pageSchema(EntryDto) })
  @ProblemResponses([400, 503])
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { kind, ...query } = checkedQuery(TrailQuery, request.query);
    const { cityId, from, to } = query;
    const filter = { types: trailTypes(kind), ...defined({ cityId, from, to }) };
    await entriesPage(this.reading, request, reply, query, { filter, first: 'newest' });
  }
}
