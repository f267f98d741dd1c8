import { randomUUID as newId } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { generalProblems } from '../problems/general.js';
import { Problem } from '../problems/problem.js';
import { bodyLimit, endBodies } from './bodies.js';
import { limitConnections } from './connections.js';
import { answerBrokenConnection, answerForNode, hasWrongHost } from './node-answers.js';
import { refuse } from './refuse.js';
import { readJson } from '../validation/json.js';
import { details } from '../words/words.js';

/** What a request may cost before anything of ours has looked at it. Times in milliseconds, sizes in bytes. */
export const limits = {
  body: bodyLimit,
  headers: 16 * 1024,
  /** From the first byte of a request to its last. */
  requestTime: 15_000,
  headersTime: 10_000,
  keepAlive: 65_000,
  /** Without a byte either way, while a request is in hand: who stopped reading the answer. */
  silence: 60_000,
  /** To read an answer that ends the connection because no request could be made of what came on it. */
  lastWords: 5_000,
  /** How often it is looked who is over their time. */
  look: 1_000,
  pathPart: 200,
} as const;

export interface AdapterOptions {
  /** Who may say whom they ask for; by default nobody. */
  readonly trustProxy?: readonly string[] | undefined;
  /** Connections open at once. */
  readonly connections?: number;
  /** Other times than `limits` has; for tests, which do not wait that long. */
  readonly times?: Partial<Record<'requestTime' | 'headersTime' | 'silence' | 'look' | 'lastWords', number>>;
}

/**
 * Fastify, as every HTTP process of the house runs it: strict JSON only, every limit set, its own logger off
 * (requests are logged and counted in one hook), a request id for each request.
 */
export const createAdapter = ({ trustProxy, connections = 10_000, times = {} }: AdapterOptions = {}): FastifyAdapter => {
  const { requestTime, headersTime, silence, look, lastWords } = { ...limits, ...times };
  const adapter = new FastifyAdapter({
    trustProxy: trustProxy === undefined ? false : [...trustProxy],
    bodyLimit: limits.body,
    requestTimeout: requestTime,
    connectionTimeout: silence,
    keepAliveTimeout: limits.keepAlive,
    forceCloseConnections: 'idle',
    http: { maxHeaderSize: limits.headers, headersTimeout: headersTime, connectionsCheckingInterval: look, requireHostHeader: false },
    routerOptions: { maxParamLength: limits.pathPart },
    genReqId: () => newId(),
    logger: false,
    clientErrorHandler: answerBrokenConnection(lastWords),
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      // Only the address can be wrong here: nothing has routed the request yet.
      const type = generalProblems[error.statusCode === 414 ? 'uri-too-long' : 'malformed-request'];
      const problem = new Problem(type, details.unreadableAddress, { headers: { connection: 'close' } });
      refuse(reply, problem);
    },
    return503OnClosing: true,
  });
  const fastify = adapter.getInstance();
  answerForNode(fastify.server, lastWords);
  limitConnections(fastify, connections);
  endBodies(fastify);
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!hasWrongHost(request.raw)) return done();
    refuse(reply, new Problem(generalProblems['malformed-request'], details.oneHost, { headers: { connection: 'close' } }));
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, ({ headers }, body: Buffer, done) => {
    try {
      refuseOtherForms(headers);
      done(null, readJson(body));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)), undefined);
    }
  });
  return adapter;
};

/** JSON is UTF-8 (RFC 8259 §8.1) and comes as it is: a body that says otherwise would be read as something it is not. */
const refuseOtherForms = (headers: IncomingHttpHeaders): void => {
  const charset = /;\s*charset\s*=\s*"?([^";\s]*)/i.exec(headers['content-type'] ?? '')?.[1];
  const encoding = headers['content-encoding'];
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') {
    throw new Problem(generalProblems['unsupported-media-type'], details.sendUtf8);
  }
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Problem(generalProblems['unsupported-media-type'], details.sendUnencoded);
  }
};
