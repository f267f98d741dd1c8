import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readiness, type Contributor } from '../observe/health.js';
import type { Metrics } from '../observe/metrics.js';
import { limits } from '../http/fastify.js';

export interface OperationsServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface OperationsServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly contributors: readonly Contributor[];
  readonly metrics: Metrics;
}

/**
 * What whoever runs a process asks it, for processes that have no other HTTP interface: `/health/live`,
 * `/health/ready` and `/metrics`, with the same answers as the ledger's.
 */
export async function serveOperations(options: OperationsServerOptions): Promise<OperationsServer> {
  const server = createServer({ requestTimeout: limits.requestTime, headersTimeout: limits.headersTime }, (request, response) => {
    answer(request, options).then(
      (found) => send(response, found),
      () => send(response, { status: 500, type: 'application/json', body: '{"status":"down"}' }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Found {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (status: number, value: unknown): Found => ({ status, type: 'application/json', body: JSON.stringify(value) });

async function answer({ method, url }: IncomingMessage, { contributors, metrics }: OperationsServerOptions): Promise<Found> {
  if (method !== 'GET' && method !== 'HEAD') return json(405, { title: 'This address takes GET.' });
  switch (url?.split('?', 1)[0]) {
    case '/health/live':
      return json(200, { status: 'up' });
    case '/health/ready': {
      const report = await readiness(contributors);
      return json(report.status === 'up' ? 200 : 503, report);
    }
    case '/metrics':
      return { status: 200, type: metrics.contentType, body: await metrics.text() };
    default:
      return json(404, { title: 'There is /health/live, /health/ready and /metrics.' });
  }
}

function send(response: ServerResponse, { status, type, body }: Found): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
