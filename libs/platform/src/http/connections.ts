import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { generalProblems } from '../problems/general.js';
import { Problem } from '../problems/problem.js';
import { details } from '../words/words.js';
import { refuse } from './refuse.js';

/** How many more than the limit get as far as being told so; those above them are dropped by Node, without a word. */
const toldApart = 256;

/**
 * Keeps the number of open connections below a limit. One too many is told 503 when it asks something, and closed; one that
 * asks nothing is closed by the time limit for headers.
 */
export const limitConnections = (fastify: FastifyInstance, most: number): void => {
  const server: Server = fastify.server;
  let open = 0;
  const tooMany = new WeakSet<Socket>();
  server.maxConnections = most + toldApart;
  server.on('connection', (socket: Socket) => {
    open += 1;
    if (open > most) tooMany.add(socket);
    socket.once('close', () => (open -= 1));
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!tooMany.has(request.raw.socket)) return done();
    const headers = { connection: 'close', 'retry-after': '5' };
    refuse(reply, new Problem(generalProblems.overloaded, details.tooManyConnections, { headers }));
  });
};
