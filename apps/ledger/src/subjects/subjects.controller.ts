import { Commands } from '@covenant/commands';
import { aggregates } from '@covenant/domain';
import { checkerOf, invalidInput, ProblemResponses, type InputError } from '@covenant/platform';
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReceiptProofs } from '../../../notary/src/index.js';
import { EraseSubject } from '../grievances/grievances.dto.js';
import { SubjectView } from '../grievances/grievances.view.js';
import { commandController, recordId } from '../http/command-controller.js';
import { ReasonDto, RectifyDto } from '../http/common.dto.js';
import { commandHeaders, entityTag } from '../http/headers.js';
import { readController } from '../http/read-controller.js';
import { ReceiptDto } from '../http/receipt.dto.js';
import { knownCaller } from '../http/token.guard.js';
import { WaitsForProofs, withProofs } from '../http/with-proofs.js';

export const SubjectCommands = commandController(aggregates.subject, {
  plural: 'subjects',
  internal: ['erase', 'erase-by-rule', 'finish-erasure'],
  commands: {
    'approve-erasure': { summary: 'Approve the erasure, as a second person: it begins, and the key is destroyed, for good', body: ReasonDto },
    rectify: { summary: 'Mark an entry as mistaken', body: RectifyDto },
  },
});

export const SubjectReads = readController({ aggregate: 'subject', plural: 'subjects', view: SubjectView });

const check = checkerOf(EraseSubject);

/** A subject is known by its mark before anything is recorded about it, so the command that begins has it in its address. */
@ApiTags('subjects')
@ApiBearerAuth()
@Controller('v1/subjects')
export class ErasureController {
  constructor(
    @Inject(Commands) private readonly commands: Commands,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
  ) {}

  @Post(':id/erase')
  @HttpCode(201)
  @ApiOperation({ operationId: 'subject_erase', summary: 'Ask that somebody’s words be erased, on a legal ground; a second person approves it' })
  @ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' }, description: 'the mark of the subject' })
  @ApiBody({ type: EraseSubject })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'up to 255 visible ASCII characters; makes repeating safe', schema: { type: 'string', minLength: 1, maxLength: 255 } })
  @ApiResponse({ status: 201, type: ReceiptDto, description: 'recorded, durably; nothing is erased yet', headers: { Location: { description: 'address of the record', schema: { type: 'string' } } } })
  @WaitsForProofs(ReceiptDto)
  @ProblemResponses([400, 401, 403, 404, 409, 412, 413, 415, 422, 503])
  async erase(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ReceiptDto> {
    const actor = knownCaller(request);
    const id = recordId(request);
    const errors: InputError[] = [];
    const { effectiveOn, ...data } = check(request.body === undefined ? {} : request.body, errors, '');
    if (errors.length > 0) throw invalidInput(errors);
    const receipt = await this.commands.execute({
      aggregate: 'subject',
      id,
      command: { type: 'erase', data },
      actor,
      ...commandHeaders(request),
      ...(effectiveOn === undefined ? {} : { effectiveOn }),
    });
    reply.headers({ etag: entityTag(receipt.revision), location: `/v1/subjects/${id}` });
    if (this.commands.isRepetition(receipt)) reply.header('idempotency-replayed', 'true');
    return withProofs(this.proofs, receipt, request, reply);
  }
}
