import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Knows the connections on which no request is in hand: those kept alive between two, and those that a browser opened
 * in advance and has not used yet. Node's own `closeIdleConnections` leaves the latter open, and a server that ends
 * would wait for them. Call before the server listens.
 * @returns cuts every such connection, and from then on each as soon as it falls quiet
 */
export const quietConnections = (server: Server): (() => void) => {
  const quiet = new Set<Socket>();
  let closing = false;
  const rest = (socket: Socket): void => {
    if (closing) socket.destroySoon();
    else if (!socket.destroyed) quiet.add(socket);
  };
  server.on('connection', (socket: Socket) => {
    rest(socket);
    socket.once('close', () => quiet.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    quiet.delete(socket);
    response.once('close', () => rest(socket));
  });
  return () => {
    closing = true;
    for (const socket of quiet) socket.destroy();
  };
};
