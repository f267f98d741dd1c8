import type { IncomingMessage } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** Bytes that the body of a request may have. */
export const bodyLimit = 64 * 1024;

/**
 * Whether somebody who was answered could go on sending without end, and have us read and throw away all of it: what they send is
 * not here yet, and is more than is ever taken, or of no length that is told.
 */
export const sendsOn = ({ complete, headers }: IncomingMessage): boolean =>
  !complete && (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > bodyLimit);

/** The connection of such a request ends with its answer. */
export const endBodies = (fastify: FastifyInstance): void => {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (sendsOn(request.raw)) reply.header('connection', 'close');
    done(null, payload);
  });
};
