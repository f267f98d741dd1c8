// A client of the HTTP benches that sends at a rate, whether or not the earlier requests were answered: an open loop, as a
// process of its own. A request is late from the instant it was due, also while it waits for a connection.
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { firstAnswer } from './answers.js';

export interface OpenLoad {
  readonly port: number;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Connections; each has one request in hand. */
  readonly connections: number;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body: string;
}

export interface OpenResult {
  /** Milliseconds from when it was due until the answer, by status. */
  readonly latencies: Readonly<Record<string, readonly number[]>>;
  readonly seconds: number;
  /** Requests that no connection was free for until the end. */
  readonly unsent: number;
}

interface Line {
  readonly socket: Socket;
  waiting: string;
  dueAt: number;
}

export const run = async (load: OpenLoad): Promise<OpenResult> => {
  const { port, rate, seconds, connections, path, headers, body } = load;
  const head = [`POST ${path} HTTP/1.1`, 'Host: ledger', 'Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`, ...headers].join('\r\n');
  const latencies: Record<string, number[]> = {};
  const due: number[] = [];
  const free: Line[] = [];
  let inHand = 0;
  let broken: Error | undefined;
  const send = (): void => {
    while (due.length > 0 && free.length > 0) {
      const line = free.pop();
      const dueAt = due.shift();
      if (line === undefined || dueAt === undefined) return;
      line.dueAt = dueAt;
      inHand += 1;
      line.socket.write(`${head}\r\nIdempotency-Key: ${randomUUID()}\r\n\r\n${body}`);
    }
  };
  const answered = (line: Line): void => {
    const answer = firstAnswer(line.waiting);
    if (answer === undefined) return;
    line.waiting = answer.rest;
    (latencies[answer.status] ??= []).push(performance.now() - line.dueAt);
    inHand -= 1;
    free.push(line);
  };
  const open = (): Promise<Line> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      const line: Line = { socket, waiting: '', dueAt: 0 };
      socket.setNoDelay(true).setEncoding('latin1');
      socket.on('data', (chunk: string) => {
        line.waiting += chunk;
        try {
          answered(line);
        } catch (error) {
          socket.destroy(error instanceof Error ? error : new Error(String(error)));
        }
        send();
      });
      socket.once('error', (error) => {
        broken = error;
        reject(error);
      });
      socket.once('connect', () => resolve(line));
    });
  const lines = await Promise.all(Array.from({ length: connections }, open));
  free.push(...lines);
  const begin = performance.now();
  let made = 0;
  while (performance.now() - begin < seconds * 1_000 && broken === undefined) {
    const wanted = Math.floor((rate * (performance.now() - begin)) / 1_000);
    for (; made < wanted; made += 1) due.push(begin + (made * 1_000) / rate);
    send();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  const sent = performance.now();
  const unsent = due.splice(0).length;
  while (inHand > 0 && broken === undefined && performance.now() - sent < 30_000) await new Promise((resolve) => setTimeout(resolve, 5));
  for (const { socket } of lines) socket.destroy();
  if (broken !== undefined || inHand > 0) throw broken ?? new Error(`${inHand} requests were not answered within 30 s`);
  return { latencies, seconds: (sent - begin) / 1_000, unsent };
};

process.on('message', (load: OpenLoad) => {
  run(load).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
