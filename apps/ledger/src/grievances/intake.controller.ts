import { Commands } from '@covenant/commands';
import type { GrievanceCommand } from '@covenant/domain';
import { checkerOf, invalidInput, ProblemResponses, type InputError } from '@covenant/platform';
import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReceiptProofs } from '../../../notary/src/index.js';
import { recordId } from '../http/command-controller.js';
import { commandHeaders, entityTag } from '../http/headers.js';
import { ReceiptDto } from '../http/receipt.dto.js';
import { WaitsForProofs, withProofs } from '../http/with-proofs.js';
import { Reading } from '../reading/reading.js';
import { AddStatement, AppealGrievance, LodgedDto, LodgeGrievance, OwnGrievanceDto, WithdrawGrievance } from './grievances.dto.js';
import { Intake } from './intake.js';

const idParam = ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' }, description: 'id of the grievance' });
const codeHeader = ApiHeader({ name: 'Receipt-Code', required: true, description: 'the receipt code', schema: { type: 'string', minLength: 20, maxLength: 80 } });
const keyHeader = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'up to 255 visible ASCII characters, by chance: with the same key and exactly the same words the first answer comes again, its code with it',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
});
const later = (summary: string, operationId: string) => ApiOperation({ operationId, summary });
const statuses = [400, 401, 403, 404, 409, 410, 413, 415, 422, 429, 503];

const lodging = checkerOf(LodgeGrievance);
const statement = checkerOf(AddStatement);
const appeal = checkerOf(AppealGrievance);
const withdrawal = checkerOf(WithdrawGrievance);

/** What a person without an account sends. No address, no correlation and no trace of theirs is kept. */
@ApiTags('grievances')
@Controller('v1/grievances')
export class IntakeController {
  constructor(
    @Inject(Intake) private readonly intake: Intake,
    @Inject(Commands) private readonly commands: Commands,
    @Inject(Reading) private readonly reading: Reading,
    @Inject(ReceiptProofs) private readonly proofs: ReceiptProofs,
  ) {}

  @Post()
  @HttpCode(201)
  @ApiOperation({ operationId: 'grievance_lodge', summary: 'Lodge a grievance. No account is needed; the answer holds a code to follow it' })
  @ApiBody({ type: LodgeGrievance })
  @ApiResponse({ status: 201, type: LodgedDto, description: 'recorded, durably', headers: { Location: { description: 'address of the record', schema: { type: 'string' } } } })
  @WaitsForProofs(LodgedDto)
  @ProblemResponses([400, 401, 403, 409, 410, 413, 415, 422, 429, 503])
  @keyHeader
  async lodge(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<LodgedDto> {
    const { idempotencyKey } = commandHeaders(request);
    const body = bodyOf(request, lodging);
    // What is no grievance takes nobody's place: a flood of it is limited as any other requests are.
    await this.intake.limits.lodging(request);
    const lodged = await this.intake.lodge(body, idempotencyKey, request.id);
    reply.headers({ etag: entityTag(lodged.revision), location: `/v1/grievances/${lodged.id}` });
    return withProofs(this.proofs, lodged, request, reply);
  }

  @Get(':id/own')
  @later('Read your own grievance: everything that happened, your words and what the office wrote', 'grievance_own')
  @idParam
  @codeHeader
  @ApiResponse({ status: 200, type: OwnGrievanceDto, description: 'the grievance, opened' })
  @ProblemResponses([401, 404, 410, 429, 503])
  async own(@Req() request: FastifyRequest): Promise<OwnGrievanceDto> {
    const who = await this.intake.known(request, recordId(request));
    await this.reading.current(['grievance']);
    const record = await this.reading.queries.record('grievance', who.id);
    return this.intake.own(who, (record?.body as { readonly status: string } | undefined)?.status ?? 'lodged');
  }

  @Post(':id/add-statement')
  @HttpCode(200)
  @later('Say more about your grievance', 'grievance_addStatement')
  @idParam
  @codeHeader
  @keyHeader
  @ApiBody({ type: AddStatement })
  @ApiResponse({ status: 200, type: ReceiptDto, description: 'recorded, durably' })
  @WaitsForProofs(ReceiptDto)
  @ProblemResponses(statuses)
  addStatement(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ReceiptDto> {
    return this.send(request, reply, (found) => ({ type: 'add-statement', data: bodyOf(found, statement) }));
  }

  @Post(':id/appeal')
  @HttpCode(200)
  @later('Appeal: it is looked at again, by somebody else', 'grievance_appeal')
  @idParam
  @codeHeader
  @keyHeader
  @ApiBody({ type: AppealGrievance })
  @ApiResponse({ status: 200, type: ReceiptDto, description: 'recorded, durably' })
  @WaitsForProofs(ReceiptDto)
  @ProblemResponses(statuses)
  appeal(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ReceiptDto> {
    return this.send(request, reply, (found) => ({ type: 'appeal', data: bodyOf(found, appeal) }));
  }

  @Post(':id/withdraw')
  @HttpCode(200)
  @later('Withdraw your grievance', 'grievance_withdraw')
  @idParam
  @codeHeader
  @keyHeader
  @ApiBody({ type: WithdrawGrievance })
  @ApiResponse({ status: 200, type: ReceiptDto, description: 'recorded, durably' })
  @WaitsForProofs(ReceiptDto)
  @ProblemResponses(statuses)
  withdraw(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<ReceiptDto> {
    return this.send(request, reply, (found) => ({ type: 'withdraw', data: bodyOf(found, withdrawal) }));
  }

  private async send(request: FastifyRequest, reply: FastifyReply, read: (request: FastifyRequest) => GrievanceCommand): Promise<ReceiptDto> {
    const { idempotencyKey } = commandHeaders(request);
    const command = read(request);
    const who = await this.intake.known(request, recordId(request));
    const receipt = await this.intake.later(who, command, idempotencyKey, request.id);
    reply.header('etag', entityTag(receipt.revision));
    if (this.commands.isRepetition(receipt)) reply.header('idempotency-replayed', 'true');
    return withProofs(this.proofs, receipt, request, reply);
  }
}

function bodyOf<T>(request: FastifyRequest, check: (value: unknown, errors: InputError[], pointer: string) => T): T {
  const errors: InputError[] = [];
  const body = check(request.body === undefined ? {} : request.body, errors, '');
  if (errors.length > 0) throw invalidInput(errors);
  return body;
}
