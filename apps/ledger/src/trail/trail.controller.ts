import { limits, upkeepActs } from '@covenant/domain';
import { checkedQuery, Has, instant, Maybe, oneOf, ProblemResponses, uuid, whole } from '@covenant/platform';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags, OmitType } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { field, Is } from '../http/fields.js';
import { defined, entryView, readController } from '../http/read-controller.js';
import { spoken } from '../http/spoken.js';
import { linkNext } from '../reading/links.js';
import { EntriesQuery } from '../reading/queries.dto.js';
import { EntryDto, pageSchema, RecordViewDto } from '../reading/record-view.dto.js';
import { Reading } from '../reading/reading.js';
import { trailTypes, type TrailKind } from './trail.js';

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

class TrailQuery extends EntriesQuery {
  @Maybe(uuid, 'of this city; what is the deployment’s is then left out')
  readonly cityId?: string;

  @Maybe(oneOf(['sealed', 'deployment'], 'TrailKind'), 'only what was done to sealed words, or only what was done to the deployment; both when left out')
  readonly kind?: TrailKind;

  @Maybe(instant, 'recorded at or after this time')
  readonly from?: string;

  @Maybe(instant, 'recorded before this time')
  readonly to?: string;
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
    const { after, cityId, kind, from, to, limit, cursor, lang } = checkedQuery(TrailQuery, request.query);
    const language = spoken(request, reply, lang);
    await this.reading.caughtUp(after, []);
    const found = await this.reading.queries.audit({
      filter: { types: trailTypes(kind), ...defined({ cityId, from, to }) },
      first: 'newest',
      language,
      ...defined({ limit, cursor }),
    });
    linkNext(request, reply, found.next);
    reply.header('cache-control', 'no-cache').send({ items: found.items.map(entryView), next: found.next });
  }
}
