import { Metrics, readiness, type Contributor, type HealthReport } from '@covenant/platform';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOperation, ApiResponse, ApiTags, type ApiResponseOptions } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';

export const CONTRIBUTORS = Symbol('health contributors');

type Schema = Extract<ApiResponseOptions, { schema: unknown }>['schema'];

const report: Schema = {
  type: 'object',
  required: ['status', 'parts'],
  properties: {
    status: { type: 'string', enum: ['up', 'down'] },
    parts: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['status', 'detail'],
        properties: { status: { type: 'string', enum: ['up', 'down'] }, detail: { type: 'object', additionalProperties: true } },
      },
    },
  },
};

/** For whoever runs the ledger. */
@ApiTags('operations')
@Controller()
export class OperationsController {
  constructor(
    @Inject(CONTRIBUTORS) private readonly contributors: readonly Contributor[],
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @ApiOperation({ operationId: 'health_live', summary: 'Whether the process runs' })
  @ApiResponse({ status: 200, description: 'it does', schema: { type: 'object', required: ['status'], properties: { status: { type: 'string', enum: ['up'] } } } })
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  @Get('health/ready')
  @ApiOperation({ operationId: 'health_ready', summary: 'Whether it can answer: each dependency, and how far each projection and the log are' })
  @ApiResponse({ status: 200, description: 'everything is there', schema: report })
  @ApiResponse({ status: 503, description: 'something is not', schema: report })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthReport> {
    const found = await readiness(this.contributors);
    reply.code(found.status === 'up' ? 200 : 503);
    return found;
  }

  @Get('metrics')
  @ApiExcludeEndpoint()
  async figures(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.header('content-type', this.metrics.contentType);
    return this.metrics.text();
  }
}
