import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import { checkedQuery, isUuid, ProblemResponses } from '@covenant/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PUBLIC_LOG, type ServedLog } from './served-log.js';
import { ConsistencyQuery, ProofQuery } from './log.dto.js';
import { notFound } from './problems.js';
import { details } from './words/words.js';

/** Content that its address determines for ever. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** The newest checkpoint and what hangs on it: a second one may come every second. */
const A_MOMENT = 'public, max-age=1';
const NEVER = 'no-store';

const PLAIN = 'text/plain; charset=utf-8';
const BYTES = 'application/octet-stream';

const count = { type: 'integer' as const, minimum: 0 };
const keysSchema = {
  type: 'object' as const,
  required: ['origin', 'keys', 'entries'],
  properties: {
    origin: { type: 'string' as const },
    keys: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        required: ['key', 'from'],
        properties: {
          key: { type: 'string' as const, description: 'name+id+base64' },
          from: count,
          until: count,
          announcedIn: count,
          replaces: { type: 'string' as const },
          bothUntil: { type: 'string' as const, format: 'date' },
        },
      },
    },
    entries: {
      type: 'array' as const,
      items: { type: 'object' as const, required: ['number', 'entry'], properties: { number: count, entry: { type: 'object' as const } } },
    },
  },
};

/** The public log, C2SP tlog-tiles with its companions. Anybody may read it, also a page of another origin. */
@ApiTags('log')
@Controller('log')
export class LogController {
  constructor(@Inject(PUBLIC_LOG) private readonly served: ServedLog) {}

  @Get('checkpoint')
  @ApiOperation({ summary: 'The newest signed checkpoint', description: 'C2SP tlog-checkpoint. It is replaced about once a second while the log grows.' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async checkpoint(@Res() reply: FastifyReply): Promise<void> {
    const { note, renewedAt } = await this.served.log.checkpoint();
    send(reply.header('last-modified', renewedAt.toUTCString()), note, PLAIN, A_MOMENT);
  }

  @Get('tile/*')
  @ApiExcludeEndpoint()
  async tile(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const path = request.url.replace(/^.*?\/log\//, '').replace(/\?.*$/s, '');
    const answer = await this.served.log.tile(path);
    if (answer.kind === 'hashes') return send(reply, answer.bytes, BYTES, FOR_EVER);
    const gzipped = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    if (gzipped) reply.header('content-encoding', 'gzip');
    send(reply.header('vary', 'accept-encoding'), gzipped ? answer.gzipped : answer.bytes, BYTES, answer.faithful ? FOR_EVER : NEVER);
  }

  @Get('policy')
  @ApiOperation({ summary: 'Whose signatures make a checkpoint good', description: 'C2SP tlog-policy: the keys of the log, the witnesses and the quorum.' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async policy(@Res() reply: FastifyReply): Promise<void> {
    send(reply, await this.served.keys.policyText(), PLAIN, 'public, max-age=60');
  }

  @Get('keys')
  @ApiOperation({
    summary: 'The keys that sign the log and that have signed it, and the entries that say so',
    description: 'A key signs the trees of `from` to `until` entries. Whoever trusts one of them can follow the others by the entries alone: each change is signed by the key before it.',
  })
  @ApiOkResponse({ schema: keysSchema })
  async keys(@Res() reply: FastifyReply): Promise<void> {
    send(reply, JSON.stringify(await this.served.keys.shown()), 'application/json', A_MOMENT);
  }

  @Get('proofs/:eventId')
  @ApiOperation({
    summary: 'The proof that an event is in the log',
    description: 'A C2SP .tlog-proof file. 409 with Retry-After while no checkpoint covers the event, 404 when there is no such event.',
  })
  @ApiQuery({ name: 'size', required: false, schema: { type: 'integer', minimum: 0 } })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ProblemResponses([400, 404, 409])
  async proof(@Param('eventId') eventId: string, @Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { size } = checkedQuery(ProofQuery, query);
    const proof = await this.served.log.proof(anEvent(eventId), size);
    reply.header('content-disposition', `inline; filename="${eventId}.tlog-proof"`);
    send(reply, proof, PLAIN, size === undefined ? A_MOMENT : FOR_EVER);
  }

  @Get('entries/:eventId')
  @ApiOperation({
    summary: 'An entry of the log, byte for byte',
    description: 'RFC 8785 canonical JSON: the exact bytes that the proof is about. Answers as the proof does while there is none.',
  })
  @ApiOkResponse({ schema: { type: 'object' }, headers: { 'entry-number': { schema: { type: 'integer' } } } })
  @ProblemResponses([404, 409])
  async entry(@Param('eventId') eventId: string, @Res() reply: FastifyReply): Promise<void> {
    const { bytes, number, faithful } = await this.served.log.entry(anEvent(eventId));
    send(reply.header('entry-number', String(number)), bytes, 'application/json', faithful ? FOR_EVER : NEVER);
  }

  @Get('consistency')
  @ApiOperation({ summary: 'The proof that one tree continues another', description: 'RFC 6962 §2.1.2, for convenience: the tiles suffice.' })
  @ApiQuery({ name: 'from', schema: { type: 'integer', minimum: 0 } })
  @ApiQuery({ name: 'to', required: false, schema: { type: 'integer', minimum: 0 } })
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['from', 'to', 'consistency'],
      properties: {
        from: { type: 'integer' },
        to: { type: 'integer' },
        consistency: { type: 'array', items: { type: 'string', format: 'byte' } },
      },
    },
  })
  @ProblemResponses([400, 404])
  async consistency(@Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { from, to } = checkedQuery(ConsistencyQuery, query);
    const answer = await this.served.log.consistency(from, to);
    send(reply, JSON.stringify(answer), 'application/json', to === undefined ? A_MOMENT : FOR_EVER);
  }
}

function anEvent(id: string): string {
  if (!isUuid(id)) throw notFound(details.eventId);
  return id;
}

function send(reply: FastifyReply, body: string | Uint8Array, type: string, caching: string): void {
  const bytes = typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  reply
    .header('content-type', type)
    .header('cache-control', caching)
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .send(bytes);
}
