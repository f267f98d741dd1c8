import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { formatVerifierKey, NO_QUORUM, type Policy, type Trust } from '@covenant/transparency';
import { reasonOf } from '../cli/errors.js';
import { Unchecked, UsageError } from '../cli/exit.js';
import { withLock } from '../mirror/lock.js';
import { Findings, type Report } from '../report/report.js';
import { say } from '../report/statements.js';
import { namedPolicy, trustOf, type TrustOptions } from '../trust.js';
import { Witness, type Answer } from './add-checkpoint.js';
import { KeyChanges } from './key-changes.js';
import { witnessKeys } from './keys.js';
import { WitnessState } from './state.js';

export interface WitnessOptions extends TrustOptions {
  /** Of new keys, such as `example.org/witness`. */
  readonly name?: string;
  /** `host:port`. */
  readonly listen: string;
  readonly signal: AbortSignal;
  readonly note?: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Told once of the address, when requests are taken. */
  readonly ready?: (url: string) => void;
}

/** A checkpoint with its signatures, and a proof. */
const BODY_LIMIT = 1_100_000;
const TIME_LIMIT_MS = 10_000;

/**
 * Serves as a witness for the logs that the policy names, until the signal. Keys and state are in the folder.
 * @throws UsageError, Unchecked
 */
export async function witness(dir: string, options: WitnessOptions): Promise<Report> {
  const { note = () => undefined, now = Date.now, signal } = options;
  const policy = namedPolicy(options);
  if (policy === undefined) throw new UsageError('name the logs to witness with --policy or --key');
  const logs = trustedLogs(policy);
  const { host, port } = address(options.listen);
  return withLock(dir, async () => {
    const keys = await witnessKeys(join(dir, 'witness.key'), options.name, () => Math.floor(now() / 1000));
    for (const { key } of keys) note(formatVerifierKey(key));
    const state = new WitnessState(dir);
    for (const origin of logs.keys()) state.latest(origin);
    let cosigned = 0;
    const told = (line: string): void => {
      if (line.startsWith('cosigned')) cosigned++;
      note(line);
    };
    const changes = new KeyChanges(dir, policy, note);
    const server = serve(new Witness({ dir, logs, keys, state, told, changes }), keys.map(({ key }) => formatVerifierKey(key)), note);
    await listening(server, host, port);
    const at = server.address();
    const url = typeof at === 'object' && at !== null ? `http://${host.includes(':') ? `[${host}]` : host}:${at.port}` : '';
    note(`witnessing ${[...logs.keys()].join(', ')} at ${url}`);
    options.ready?.(url);
    if (!signal.aborted) await once(signal, 'abort');
    server.closeIdleConnections();
    await new Promise((closed) => server.close(closed));
    await changes.end();
    return new Findings().report('witness', [say('witness-ended', { url, cosigned })]);
  });
}

/** Each log by itself; other witnesses of the policy are no condition for this one. */
function trustedLogs({ logs }: Policy): ReadonlyMap<string, Trust> {
  const origins = [...new Set(logs.map(({ key }) => key.name))];
  return new Map(
    origins.map((origin) => {
      const own = logs.filter(({ key }) => key.name === origin);
      return [origin, trustOf({ logs: own, witnesses: [], groups: [], quorum: NO_QUORUM })];
    }),
  );
}

function address(listen: string): { host: string; port: number } {
  const [, host = '', port = ''] = /^\[?([^\]]+)\]?:([0-9]{1,5})$/.exec(listen) ?? [];
  if (host === '' || Number(port) > 65_535 || (isIP(host) === 0 && !/^[\w.-]+$/.test(host))) {
    throw new UsageError(`--listen takes HOST:PORT, not ${listen}`);
  }
  return { host, port: Number(port) };
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Unchecked(`cannot listen on ${host}:${port}: ${reasonOf(error)}`);
  }
}

function serve(witness: Witness, keys: readonly string[], note: (line: string) => void): Server {
  const answer = async (request: IncomingMessage): Promise<Omit<Answer, 'status'> & { readonly status: number }> => {
    const text = (status: number, body: string) => ({ status, type: 'text/plain; charset=utf-8', body });
    const path = (request.url ?? '').replace(/\?.*$/s, '');
    if (path === '/' && request.method === 'GET') return text(200, `${keys.join('\n')}\n`);
    if (path !== '/add-checkpoint') return text(404, 'there is /add-checkpoint\n');
    if (request.method !== 'POST') return text(405, 'POST is expected\n');
    const body = await readBody(request);
    return body === undefined ? text(413, 'too large\n') : witness.addCheckpoint(body);
  };
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    answer(request).then(
      ({ status, type, body }) => response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) }).end(body),
      (error: unknown) => {
        note(`a request failed: ${reasonOf(error)}`);
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('nothing was cosigned\n');
      },
    );
  });
  server.requestTimeout = TIME_LIMIT_MS;
  return server;
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length <= BODY_LIMIT) parts.push(part);
  }
  return length > BODY_LIMIT ? undefined : Buffer.concat(parts);
}
