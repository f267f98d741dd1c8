import { Commands } from '@covenant/commands';
import { checkerOf, generalProblems, invalidInput, Problem, ProblemResponses, type InputError } from '@covenant/platform';
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReceiptProofs } from '../../../notary/src/index.js';
import { recordId } from '../http/command-controller.js';
import { commandHeaders } from '../http/headers.js';
import { knownCaller } from '../http/token.guard.js';
import { WaitsForProofs, withProofs } from '../http/with-proofs.js';
import { OpenedRecords } from '../privacy/opened.js';
import { UnsealedDto, UnsealGrievance } from './grievances.dto.js';
import { details, forms } from '../problems/words/words.js';

const check = checkerOf(UnsealGrievance);

/** Reading what is sealed is an act of its own: who reads, what for and when is recorded before a word is given out. */
@ApiTags('grievances')
@ApiBearerAuth()
@Controller('v1/grievances')
export class UnsealController {
  constructor(
    @Inject(Commands) private readonly commands: Commands,
    @Inject(OpenedRecords) private readonly opened: OpenedRecords,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
  ) {}

  @Post(':id/unseal')
  @HttpCode(200)
  @ApiOperation({ operationId: 'grievance_unseal', summary: 'Read what is sealed, for a purpose that is recorded; as oversight or as the office that handles it' })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' }, description: 'id of the grievance' })
  @ApiBody({ type: UnsealGrievance })
  @ApiResponse({ status: 200, type: UnsealedDto, description: 'recorded, and then opened' })
  @WaitsForProofs(UnsealedDto)
  @ProblemResponses([400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 503])
  async unseal(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<UnsealedDto> {
    const actor = knownCaller(request);
    const id = recordId(request);
    const { correlationId, idempotencyKey, ifMatch } = commandHeaders(request);
    if (idempotencyKey !== undefined) {
      const errors = [{ pointer: '/headers/idempotency-key', detail: forms.noKey }];
      throw new Problem(generalProblems['invalid-input'], details.readingRepeated, { errors });
    }
    const errors: InputError[] = [];
    const { effectiveOn, ...data } = check(request.body === undefined ? {} : request.body, errors, '');
    if (errors.length > 0) throw invalidInput(errors);
    const receipt = await this.commands.execute({
      aggregate: 'grievance',
      id,
      command: { type: 'unseal', data },
      actor,
      correlationId,
      ...(effectiveOn === undefined ? {} : { effectiveOn }),
      ...(ifMatch === undefined ? {} : { ifMatch }),
    });
    const events = await this.opened.events('grievance', id);
    const entries = await this.opened.open(events.filter(({ revision }) => revision <= receipt.revision));
    return withProofs(this.proofs, { ...receipt, entries }, request, reply);
  }
}
