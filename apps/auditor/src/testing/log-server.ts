import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { Files } from './copies.js';

/** Serves a log's files under `/log`, as honestly as the test wants. */
export class LogServerDouble implements AsyncDisposable {
  /** Every path asked for, in order. */
  readonly asked: string[] = [];
  /** Answers in place of the files: a status, or other bytes. */
  readonly instead = new Map<string, number | Uint8Array>();
  readonly #server: Server;

  private constructor(public files: Files) {
    this.#server = createServer((request, response) => {
      const path = (request.url ?? '').replace(/^\/log\//, '');
      this.asked.push(path);
      const answer = this.instead.get(path) ?? this.files.get(path) ?? 404;
      if (typeof answer === 'number') return response.writeHead(answer).end('{"type":"about:blank"}');
      if (!path.startsWith('tile/entries/')) return response.writeHead(200).end(answer);
      return response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(answer));
    });
  }

  static async start(files: Files): Promise<LogServerDouble> {
    const double = new LogServerDouble(files);
    await new Promise<void>((listening) => double.#server.listen(0, '127.0.0.1', listening));
    return double;
  }

  get url(): string {
    const address = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${address.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
