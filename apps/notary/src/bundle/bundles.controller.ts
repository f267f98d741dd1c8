import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { beginStream, checkedQuery, Is, Maybe, moment, oneOf, ProblemResponses, spoken, uuid } from '@covenant/platform';
import { type Language, languages } from '@covenant/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Bundles } from './bundles.js';

class BundleQuery {
  @Is(uuid, 'id of the city whose histories are told')
  readonly cityId!: string;

  @Maybe(moment, 'up to where: number of an entry, or a time by RFC 3339; the newest when left out')
  readonly upTo?: string;

  @Maybe(oneOf(languages, 'Language'), 'language of the page; by Accept-Language when left out')
  readonly lang?: Language;
}

/** The record, to keep: what a person can take home and check without us. */
@ApiTags('log')
@Controller('v1/bundles')
export class BundlesController {
  constructor(@Inject(Bundles) private readonly bundles: Bundles) {}

  @Get()
  @ApiOperation({
    operationId: 'bundles_get',
    summary: 'The record of a city, to keep: a zip file that can be checked offline',
    description:
      'The whole public log up to a checkpoint that covers `upTo` (an entry, or all that was recorded by a time), in the ' +
      'layout that the auditor verifies, the keys that have signed it, and a page with the histories of the city in ' +
      'words, in the language of `lang` or of Accept-Language. It is made while it is sent. 409 with Retry-After while no checkpoint ' +
      'covers the entry, 404 when nothing recorded could be it.',
  })
  @ApiQuery({ name: 'cityId', schema: { type: 'string', format: 'uuid' } })
  @ApiQuery({ name: 'upTo', required: false, schema: { type: 'string', maxLength: 40 }, description: 'an entry number, or a time by RFC 3339' })
  @ApiQuery({ name: 'lang', required: false, schema: { enum: [...languages] }, description: 'language of the page; by Accept-Language when left out' })
  @ApiProduces('application/zip')
  @ApiResponse({ status: 200, description: 'the bundle', content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } })
  @ProblemResponses([400, 404, 409, 429, 503])
  async get(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cityId, upTo } = checkedQuery(BundleQuery, query);
    beginStream(request, reply);
    const language = spoken(request, reply);
    const { size, zip } = await this.bundles.open({ cityId, upTo: momentOf(upTo), language });
    reply
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="covenant-${cityId}-${size}.zip"`)
      .header('cache-control', 'no-store')
      .send(zip);
  }
}

const momentOf = (text: string | undefined): number | Date | undefined =>
  text === undefined ? undefined : /^\d+$/.test(text) ? Number(text) : new Date(text);
