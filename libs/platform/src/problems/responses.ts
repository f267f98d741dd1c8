import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath, type ApiResponseOptions } from '@nestjs/swagger';
import { spokenLanguages } from '../words/told.js';

class InputErrorDto {
  @ApiProperty({ type: 'string', description: 'JSON pointer to the member (RFC 6901), or /headers/<name>', example: '/dueOn' })
  readonly pointer!: string;

  @ApiProperty({ type: 'string', description: 'what would have been right' })
  readonly detail!: string;
}

/** Problem details, RFC 9457. */
export class ProblemDto {
  @ApiProperty({ type: 'string', description: 'kind of problem: the address of a page that explains it', example: '/problems/invalid-input' })
  readonly type!: string;

  @ApiProperty({ type: 'string', description: 'what the kind is called, in the language of Accept-Language: en, es or fr' })
  readonly title!: string;

  @ApiProperty({ type: 'integer', minimum: 400, maximum: 599 })
  readonly status!: number;

  @ApiProperty({ type: 'string', description: 'what would have been right, in the language of Accept-Language: en, es or fr' })
  readonly detail!: string;

  @ApiProperty({ type: 'string', description: 'id of the request, for asking about it' })
  readonly instance!: string;

  @ApiProperty({ type: [InputErrorDto], required: false, description: 'every wrong member at once' })
  readonly errors?: readonly InputErrorDto[];
}

const descriptions: Readonly<Record<number, string>> = {
  400: 'malformed or invalid; every invalid member is named',
  401: 'no token, or one that is not valid',
  403: 'the role does not allow it',
  404: 'no such record',
  406: 'the form asked for is not offered',
  409: 'the state of the record does not allow it',
  410: 'the words were erased',
  412: 'the record is no longer at the revision in If-Match',
  413: 'larger than is taken',
  415: 'not application/json',
  422: 'a rule of content is broken, or the Idempotency-Key belongs to another request',
  429: 'too often; Retry-After says when',
  503: 'cannot be answered right now; Retry-After says when',
};

const response = (status: number): ApiResponseOptions & { readonly description: string } => ({
  description: descriptions[status] ?? 'problem',
  headers: { 'Content-Language': { description: 'language of title and detail', schema: { type: 'string', enum: [...spokenLanguages] } } },
  content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) } } },
});

/**
 * What every address answers to a token that is not valid (where none is needed, too), when it is asked too often, and
 * when too much is asked at once; for the description.
 */
export const answeredEverywhere = { 401: response(401), 429: response(429), 503: response(503) } as const;

/** Documents the problems that an operation can answer with, besides those that every one can. */
export const ProblemResponses = (statuses: readonly number[]): MethodDecorator & ClassDecorator =>
  applyDecorators(
    ApiExtraModels(ProblemDto),
    ...statuses.map((status) => ApiResponse({ status, ...response(status) })),
  );
