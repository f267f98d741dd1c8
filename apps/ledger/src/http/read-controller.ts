import { Readable } from 'node:stream';
import { aggregateNamed, recordView, type AggregateName } from '@covenant/domain';
import { beginStream, checkedQuery, forms, generalProblems, invalidInput, Problem, ProblemResponses, spoken } from '@covenant/platform';
import type { EntryItem, Moment } from '@covenant/read-models';
import { Controller, Get, Inject, Req, Res, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { linkNext, wantedForm } from '../reading/links.js';
import { EntriesQuery, ListQuery, RecordQuery } from '../reading/queries.dto.js';
import { Reading } from '../reading/reading.js';
import { EntryDto, pageSchema } from '../reading/record-view.dto.js';
import { recordId } from './command-controller.js';
import { entityTag } from './headers.js';
import { isNamed } from './if-none-match.js';
import { unknownRecord } from '../problems/refusal-problem.js';
import { details } from '../problems/words/words.js';

export interface ReadControllerOptions {
  readonly aggregate: AggregateName;
  readonly plural: string;
  /** How a record is described to clients. */
  readonly view: Type<object>;
}

const idParam = ApiParam({ name: 'id', schema: { type: 'string', format: 'uuid' }, description: 'id of the record' });
const etag = { ETag: { description: "the record's revision in quotation marks", schema: { type: 'string' as const } } };
const link = { Link: { description: 'address of the next page, rel="next"', schema: { type: 'string' as const } } };

/** The routes that read one aggregate: a record, the list, a history. Public: no token is needed. */
export const readController = ({ aggregate, plural, view }: ReadControllerOptions): Type<unknown> => {
  @ApiTags(plural)
  @ApiExtraModels(view, EntryDto)
  @Controller(`v1/${plural}`)
  class RecordReads {
    constructor(@Inject(Reading) private readonly reading: Reading) {}

    @Get()
    @ApiOperation({ operationId: `${camel(plural)}_list`, summary: 'A page of them; as CSV, all of them' })
    @ApiQuery({ type: ListQuery })
    @ApiResponse({
      status: 200,
      description: 'the page',
      headers: link,
      content: { 'application/json': { schema: pageSchema(view) }, 'text/csv': { schema: { type: 'string' } } },
    })
    @ProblemResponses([400, 406, 429, 503])
    async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const { after, limit, cursor, sort, ...filter } = checkedQuery(ListQuery, request.query);
      refuseUnknownState(aggregate, filter.state);
      const form = wantedForm(request.headers.accept);
      if (form === undefined) throw new Problem(generalProblems['not-acceptable'], details.listForms);
      if (form === 'csv') beginStream(request, reply);
      await this.reading.caughtUp(after, [aggregate]);
      reply.header('vary', 'accept').header('cache-control', 'no-cache');
      if (form === 'csv') {
        reply.header('content-disposition', `attachment; filename="${plural}.csv"`).header('content-type', 'text/csv; charset=utf-8; header=present');
        return void reply.send(await started(this.reading.queries.csv(aggregate, filter, sort)));
      }
      const found = await this.reading.queries.list(aggregate, { filter, ...defined({ limit, cursor, sort }) });
      linkNext(request, reply, found.next);
      reply.send({ items: found.items.map((item) => recordView(aggregate, item)), next: found.next });
    }

    @Get(':id')
    @ApiOperation({ operationId: `${camel(plural)}_get`, summary: 'The record as it stands, or as recorded then' })
    @idParam
    @ApiQuery({ type: RecordQuery })
    @ApiResponse({ status: 200, description: 'the record', type: view, headers: etag })
    @ApiResponse({ status: 304, description: 'the record is still at the revision in If-None-Match' })
    @ProblemResponses([400, 404, 503])
    async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const id = recordId(request);
      const { after, asOf } = checkedQuery(RecordQuery, request.query);
      await this.reading.caughtUp(after, [aggregate]);
      const { queries } = this.reading;
      const item = asOf === undefined ? await queries.record(aggregate, id) : await queries.asOf(aggregate, id, momentOf(asOf));
      if (item === undefined) throw noSuchRecord(aggregate, id, asOf);
      const tag = entityTag(item.revision);
      reply.header('etag', tag).header('cache-control', 'no-cache');
      if (asOf === undefined && isNamed(request.headers['if-none-match'], tag)) return void reply.code(304).send();
      reply.send(recordView(aggregate, item));
    }

    @Get(':id/history')
    @ApiOperation({ operationId: `${camel(plural)}_history`, summary: 'Every entry of the record, each with a sentence and its proof' })
    @idParam
    @ApiQuery({ type: EntriesQuery })
    @ApiResponse({ status: 200, description: 'the entries, oldest first', schema: pageSchema(EntryDto), headers: link })
    @ProblemResponses([400, 404, 503])
    async history(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const id = recordId(request);
      const { after, limit, cursor } = checkedQuery(EntriesQuery, request.query);
      const language = spoken(request, reply);
      await this.reading.caughtUp(after, [aggregate]);
      const found = await this.reading.queries.history(aggregate, id, { ...defined({ limit, cursor }), language });
      if (found.items.length === 0 && cursor === undefined) throw noSuchRecord(aggregate, id, undefined);
      linkNext(request, reply, found.next);
      reply.header('cache-control', 'no-cache').send({ items: found.items.map(entryView), next: found.next });
    }
  }
  Object.defineProperty(RecordReads, 'name', { value: `${camel(`-${plural}`)}Reads` });
  return RecordReads;
};

/** A member that does not apply is left out, never null. */
export const entryView = ({ effectiveOn, ...entry }: EntryItem): object => ({
  ...entry,
  ...(effectiveOn === null ? {} : { effectiveOn }),
});

const refuseUnknownState = (aggregate: AggregateName, state: string | undefined): void => {
  const known = new Set<string>(Object.values(aggregateNamed(aggregate).from).flat());
  known.delete('none');
  if (state === undefined || known.has(state)) return;
  throw invalidInput([{ pointer: '/state', detail: forms.oneOf([...known].join(', ')) }]);
};

const momentOf = (asOf: string): Moment => (/^\d+$/.test(asOf) ? { entry: Number(asOf) } : { time: asOf });

const noSuchRecord = (aggregate: AggregateName, id: string, asOf: string | undefined): Problem =>
  new Problem(
    generalProblems['not-found'],
    asOf === undefined
      ? (language) => `${unknownRecord(aggregate, id)(language)} ${details.justRecorded(language)}`
      : unknownRecord(aggregate, id, asOf),
  );

/** The first line is waited for, so that a failure to begin is still a problem and not a broken answer. */
const started = async (lines: AsyncGenerator<string>): Promise<Readable> => {
  const first = await lines.next();
  const rest = async function* (): AsyncGenerator<string> {
    if (first.done !== true) yield first.value;
    yield* lines;
  };
  return Readable.from(rest());
};

/** Without the members that are undefined: optional members of ours are never set to undefined. */
export const defined = <T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

const camel = (kebab: string): string => kebab.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
