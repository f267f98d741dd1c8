// The client of the HTTP benches, as a process of its own: so many connections, each sending its next request as soon
// as the last was answered. It speaks just enough HTTP/1.1 to cost little of the machine that it shares.
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { type Answer, firstAnswer } from './answers.js';

export interface Load {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** One path, or several in turn. */
  readonly path: string | readonly string[];
  /** Header lines, without those that every request has. */
  readonly headers: readonly string[];
  readonly body: string;
  /** Gives every request an Idempotency-Key of its own. */
  readonly keyed: boolean;
}

export interface LoadResult {
  readonly answered: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly latencies: readonly number[];
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
}

const requestOf = ({ path, headers, body, keyed }: Load): (() => string) => {
  const lines = ['Host: ledger', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, ...headers];
  const heads = [path].flat().map((one) => [`POST ${one} HTTP/1.1`, ...lines].join('\r\n'));
  let turn = 0;
  return () => {
    const head = heads[turn++ % heads.length] ?? '';
    return keyed ? `${head}\r\nIdempotency-Key: ${randomUUID()}\r\n\r\n${body}` : `${head}\r\n\r\n${body}`;
  };
};

export const run = async (load: Load): Promise<LoadResult> => {
  const next = requestOf(load);
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  const begin = performance.now();
  const end = begin + load.seconds * 1_000;
  const drive = (socket: Socket): Promise<void> =>
    new Promise((resolve, reject) => {
      let waiting = '';
      let sentAt = 0;
      const send = (): void => {
        if (performance.now() >= end) {
          socket.end();
          return resolve();
        }
        sentAt = performance.now();
        socket.write(next());
      };
      socket.setNoDelay(true).setEncoding('latin1');
      socket.on('data', (chunk: string) => {
        waiting += chunk;
        let answer: Answer | undefined;
        try {
          answer = firstAnswer(waiting);
        } catch (error) {
          return reject(error instanceof Error ? error : new Error(String(error)));
        }
        if (answer === undefined) return;
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        waiting = answer.rest;
        latencies.push(performance.now() - sentAt);
        send();
      });
      socket.on('error', reject);
      socket.on('connect', send);
    });
  await Promise.all(Array.from({ length: load.connections }, () => drive(connect(load.port, '127.0.0.1'))));
  return { answered: latencies.length, seconds: (performance.now() - begin) / 1_000, latencies, statuses };
};

process.on('message', (load: Load) => {
  run(load).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
