import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { checkedQuery, Is, Maybe, uuid, whole } from '@covenant/platform';
import { type Language, languages } from '@covenant/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Bundles } from './bundles.js';

class BundleQuery {
  @Is(uuid, 'id of the city whose histories are told')
  readonly cityId!: string;

  @Maybe(whole(0, Number.MAX_SAFE_INTEGER), 'number of an entry that the bundle must reach; the newest when left out')
  readonly upTo?: number;
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
      'The whole public log up to a checkpoint that covers `upTo`, in the layout that the auditor verifies, and a page ' +
      'with the histories of the city in words, in the language of Accept-Language. It is made while it is sent.',
  })
  @ApiQuery({ name: 'cityId', schema: { type: 'string', format: 'uuid' } })
  @ApiQuery({ name: 'upTo', required: false, schema: { type: 'integer', minimum: 0 } })
  @ApiProduces('application/zip')
  @ApiResponse({ status: 200, description: 'the bundle', content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } })
  async get(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { cityId, upTo } = checkedQuery(BundleQuery, query);
    const { size, zip } = await this.bundles.open({ cityId, upTo, language: languageOf(request.headers['accept-language']) });
    reply
      .header('content-type', 'application/zip')
      .header('content-disposition', `attachment; filename="covenant-${cityId}-${size}.zip"`)
      .header('cache-control', 'no-store')
      .header('vary', 'accept-language')
      .send(zip);
  }
}

/** The first language of the header that we have; its weights are as good as always in order. */
function languageOf(header = ''): Language {
  const asked = header.split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return asked.map((code) => languages.find((language) => language === code)).find((language) => language !== undefined) ?? 'en';
}
