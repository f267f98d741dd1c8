import { type CommandRequest, Commands, type Receipt } from '@covenant/commands';
import type { Aggregate, AggregateName, DomainCommand, DomainEvent } from '@covenant/domain';
import { checkerOf, generalProblems, invalidInput, isUuid, Problem, ProblemResponses, type InputError } from '@covenant/platform';
import { Controller, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { ApiBearerAuth, ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReceiptProofs } from '../../../notary/src/index.js';
import { PrivateDigests } from '../privacy/private-digests.js';
import { commandHeaders, entityTag } from './headers.js';
import { ReceiptDto } from './receipt.dto.js';
import { RectificationEntries } from './rectification-entries.js';
import { knownCaller } from './token.guard.js';
import { WaitsForProofs, withProofs } from './with-proofs.js';
import { details } from '../problems/words/words.js';

/** Every command may say from when it holds; it goes beside the event, not into its data. */
export interface Dated {
  readonly effectiveOn?: string;
}

/** One DTO for each command that people may send; the clock's own are left out by name. */
export type CommandDtos<C extends DomainCommand, Internal extends C['type']> = {
  readonly [T in Exclude<C['type'], Internal>]: {
    /** One plain sentence for the reference. */
    readonly summary: string;
    readonly body: new () => Wire<Extract<C, { readonly type: T }>['data']> & Dated;
  };
};

/** What is sent may be the domain's own data, or the same with `rectify`'s entry given by number. */
type Wire<D> = D extends { readonly entry: string; readonly correction: string } ? Omit<D, 'entry'> & { readonly entry: string | number } : D;

export interface CommandControllerOptions<C extends DomainCommand, Internal extends C['type']> {
  readonly plural: string;
  /** Commands that only the ledger's own clock sends: they have no address. */
  readonly internal?: readonly Internal[];
  readonly commands: CommandDtos<C, Internal>;
}

/**
 * The routes of an aggregate's commands, from a table that pairs each with what the wire may carry:
 * `POST /v1/<plural>` begins a record, `POST /v1/<plural>/{id}/<command>` is every other. No rules live here.
 */
export const commandController = <
  S extends { readonly status: string },
  C extends DomainCommand,
  E extends DomainEvent,
  const Internal extends C['type'] = never,
>(
  aggregate: Aggregate<S, C, E>,
  { plural, commands }: CommandControllerOptions<C, Internal>,
): Type<unknown> => {
  class RecordCommands {
    constructor(
      @Inject(Commands) readonly pipeline: Commands,
      @Inject(RectificationEntries) readonly entries: RectificationEntries,
      @Inject(ReceiptProofs) readonly proofs: ReceiptProofs,
      @Inject(PrivateDigests) readonly digests: PrivateDigests,
    ) {}
  }
  Object.defineProperty(RecordCommands, 'name', { value: `${className(plural)}Commands` });
  const table = commands as Readonly<Record<string, { readonly summary: string; readonly body: new () => object }>>;
  for (const [name, { summary, body }] of Object.entries(table)) {
    const begins = name === aggregate.begins;
    const handler = begins ? beginHandler(aggregate.name, name, plural, body) : laterHandler(aggregate.name, name, body);
    const descriptor = { value: handler, writable: true, configurable: true, enumerable: false };
    Object.defineProperty(RecordCommands.prototype, name, descriptor);
    Reflect.defineMetadata('design:paramtypes', [Object, Object], RecordCommands.prototype, name);
    Req()(RecordCommands.prototype, name, 0);
    Res({ passthrough: true })(RecordCommands.prototype, name, 1);
    for (const decorate of [
      Post(begins ? '' : `:id/${name}`),
      HttpCode(begins ? 201 : 200),
      ApiOperation({ operationId: `${camel(aggregate.name)}_${camel(name)}`, summary }),
      ApiBody({ type: body }),
      ...(begins ? [] : [ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' }, description: 'id of the record' })]),
      ApiResponse({
        status: begins ? 201 : 200,
        type: ReceiptDto,
        description: 'recorded, durably; the same again for a repeated Idempotency-Key',
        headers: {
          ETag: { description: "the record's revision in quotation marks", schema: { type: 'string' } },
          'Idempotency-Replayed': { description: 'true when this is the first answer again and nothing was written', schema: { type: 'string', enum: ['true'] } },
          ...(begins ? { Location: { description: 'address of the record', schema: { type: 'string' } } } : {}),
        },
      }),
      WaitsForProofs(ReceiptDto),
      ProblemResponses(begins ? [400, 401, 403, 409, 413, 415, 422, 503] : [400, 401, 403, 404, 409, 412, 413, 415, 422, 503]),
      ApiHeader({ name: 'Idempotency-Key', required: false, description: 'up to 255 visible ASCII characters; makes repeating safe', schema: { type: 'string', minLength: 1, maxLength: 255 } }),
      ApiHeader({ name: 'X-Correlation-Id', required: false, description: 'kept with the events; by default the id of the request', schema: { type: 'string', minLength: 1, maxLength: 128 } }),
      ...(begins ? [] : [ApiHeader({ name: 'If-Match', required: false, description: 'the revision you have seen, in quotation marks, such as "3"', schema: { type: 'string' } })]),
    ] as MethodDecorator[]) {
      decorate(RecordCommands.prototype, name, Object.getOwnPropertyDescriptor(RecordCommands.prototype, name) ?? descriptor);
    }
  }
  Controller(`v1/${plural}`)(RecordCommands);
  ApiTags(plural)(RecordCommands);
  ApiBearerAuth()(RecordCommands);
  return RecordCommands;
};

interface Pipeline {
  readonly pipeline: Commands;
  readonly entries: RectificationEntries;
  readonly proofs: ReceiptProofs;
  readonly digests: PrivateDigests;
}

const beginHandler = (aggregate: AggregateName, type: string, plural: string, dto: new () => object) => {
  const check = checkerOf<Dated>(dto);
  return async function begin(this: Pipeline, request: FastifyRequest, reply: FastifyReply): Promise<ReceiptDto> {
    const receipt = await this.pipeline.execute({ aggregate, ...read(request, type, check) });
    reply.headers({ etag: entityTag(receipt.revision), location: `/v1/${plural}/${receipt.id}` });
    tellRepetition(this.pipeline, receipt, reply);
    return withProofs(this.proofs, receipt, request, reply);
  };
};

const laterHandler = (aggregate: AggregateName, type: string, dto: new () => object) => {
  const check = checkerOf<Dated>(dto);
  return async function send(this: Pipeline, request: FastifyRequest, reply: FastifyReply): Promise<ReceiptDto> {
    const id = recordId(request);
    const asked = { aggregate, id, ...read(request, type, check) };
    const command = type === 'rectify' ? await this.entries.resolve(aggregate, id, asked.command) : asked.command;
    const keyed = asked.idempotencyKey === undefined ? {} : await this.digests.of(aggregate, id, [type, request.body]);
    const receipt = await this.pipeline.execute({ ...asked, ...keyed, command });
    reply.header('etag', entityTag(receipt.revision));
    tellRepetition(this.pipeline, receipt, reply);
    return withProofs(this.proofs, receipt, request, reply);
  };
};

/** The answer is the first one again; whoever wants to know that nothing was written now sees it in a header. */
const tellRepetition = (pipeline: Commands, receipt: Receipt, reply: FastifyReply): void => {
  if (pipeline.isRepetition(receipt)) reply.header('idempotency-replayed', 'true');
};

type Read = Omit<CommandRequest, 'aggregate' | 'id'>;

const read = (request: FastifyRequest, type: string, check: ReturnType<typeof checkerOf<Dated>>): Read => {
  const actor = knownCaller(request);
  const headers = commandHeaders(request);
  const errors: InputError[] = [];
  const { effectiveOn, ...data } = check(request.body === undefined ? {} : request.body, errors, '');
  if (errors.length > 0) throw invalidInput(errors);
  const length = Number(request.headers['content-length']);
  return {
    actor,
    ...headers,
    command: { type, data },
    ...(Number.isNaN(length) ? {} : { bodyBytes: length }),
    ...(effectiveOn === undefined ? {} : { effectiveOn }),
  };
};

/** An id of the wrong form names no record; it is told apart from one that is merely unknown. */
export const recordId = (request: FastifyRequest): string => {
  const id: unknown = Reflect.get(request.params as object, 'id');
  if (isUuid(id)) return id;
  throw new Problem(generalProblems['not-found'], details.idForm);
};

const camel = (kebab: string): string => kebab.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const className = (plural: string): string => camel(`-${plural}`);
