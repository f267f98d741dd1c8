import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Told } from '../words/told.js';
import { details } from '../words/words.js';
import { generalProblems, type GeneralProblem } from './general.js';
import { aboutOf, Problem, problemMediaType } from './problem.js';
import { RefusalLog } from './refusal-log.js';
import { spoken } from './spoken.js';

/** Turns what another room throws into a problem; undefined when it does not know the error. */
export type Translate = (error: unknown) => Problem | undefined;

const byStatus: Readonly<Record<number, GeneralProblem>> = {
  400: 'malformed-request',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  406: 'not-acceptable',
  408: 'timeout',
  413: 'too-large',
  414: 'uri-too-long',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  431: 'headers-too-large',
  503: 'unavailable',
};

const detailOf: Partial<Record<GeneralProblem, Told>> = {
  'malformed-request': details.unreadableRequest,
  'not-found': details.nothingHere,
  'too-large': details.bodyTooLarge,
  'unsupported-media-type': details.sendJson,
};

/**
 * The one place where errors become answers. What is known is told; what is not known is noted in the log under the
 * request's id, and the caller learns only that id: no stack, no SQL, no internal address.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly refusals: RefusalLog;

  constructor(
    private readonly log: Logger,
    private readonly translate: Translate,
  ) {
    this.refusals = new RefusalLog(log);
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.toProblem(error);
    // Sending somebody away is no failure, and a line for each would be one more load; a figure counts them.
    if (problem.type.status >= 500 && problem.type !== generalProblems.overloaded) {
      this.log.error({ requestId: request.id, problem: problem.type.code, err: error }, problem.type.words.en.title);
    }
    const { status, code } = problem.type;
    this.refusals.tell({ requestId: request.id, status, problem: code, method: request.method, route: request.routeOptions.url ?? 'none' });
    if (reply.sent || reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    reply.code(problem.type.status).headers(problem.more.headers ?? {});
    const language = spoken(request, reply); // as the answer itself would have been
    reply.header('content-type', problemMediaType).send(JSON.stringify(problem.toDocument(request.id, language)));
  }

  private toProblem(error: unknown): Problem {
    const cause = error instanceof HttpException ? error.cause : undefined;
    for (const candidate of [error, cause]) {
      if (candidate instanceof Problem) return candidate;
      const translated = this.translate(candidate);
      if (translated !== undefined) return translated;
    }
    const kind = byStatus[statusOf(error)];
    if (kind === undefined) return new Problem(generalProblems.internal, details.nothingMore, { cause: error });
    const type = generalProblems[kind];
    return new Problem(type, detailOf[kind] ?? aboutOf(type));
  }
}

const statusOf = (error: unknown): number => {
  if (error instanceof HttpException) return error.getStatus();
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status < 500 ? status : 500;
};
