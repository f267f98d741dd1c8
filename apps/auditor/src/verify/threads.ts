import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';
import { TILE_WIDTH } from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import { CHUNK, checkChunk, type CheckedChunk, type Job } from './chunk.js';

/** Below so many entries the start of a thread takes longer than it saves. */
const WORTH_THREADS = 16_384;
/** More threads than these wait for the disk and for the one that puts everything together. */
const MOST_THREADS = 8;
/** So far a thread may be ahead of what was taken from it. */
const AHEAD = 4;

export const threadsFor = (size: number): number => (size < WORTH_THREADS ? 1 : Math.min(availableParallelism(), MOST_THREADS));

const chunksOf = (size: number): number => Math.ceil(size / (CHUNK * TILE_WIDTH));

/** The ranges of a copy, in their order, each checked by itself; `threads` of them at once, or one after the other in this thread. */
export async function* checkedChunks(job: Job, threads: number): AsyncGenerator<CheckedChunk, void, undefined> {
  const count = chunksOf(job.size);
  if (threads <= 1) {
    for (let chunk = 0; chunk < count; chunk++) yield checkChunk(job, chunk);
    return;
  }
  const checkers = Array.from({ length: Math.min(threads, count) }, () => new Checker(job));
  try {
    const coming: Promise<CheckedChunk>[] = [];
    for (let chunk = 0; chunk < count + checkers.length * AHEAD; chunk++) {
      const checker = checkers[chunk % checkers.length];
      if (chunk < count && checker !== undefined) coming.push(checker.check(chunk));
      if (chunk < checkers.length * AHEAD) continue;
      const next = coming.shift();
      if (next !== undefined) yield await next;
    }
  } finally {
    await Promise.all(checkers.map((checker) => checker.end()));
  }
}

type Answer = { readonly checked: CheckedChunk } | { readonly unchecked: string };

/** A thread that checks one range after the other. */
class Checker {
  readonly #worker: Worker;
  readonly #waiting: { readonly answer: (checked: CheckedChunk) => void; readonly fail: (error: Error) => void }[] = [];

  constructor(job: Job) {
    // This very module, or the one file that it was built into: `serve` below answers there.
    this.#worker = new Worker(new URL(import.meta.url), { workerData: { covenantJob: job } satisfies Told });
    this.#worker.on('message', (answer: Answer) => {
      const asked = this.#waiting.shift();
      if ('checked' in answer) asked?.answer(answer.checked);
      else asked?.fail(new Unchecked(answer.unchecked));
    });
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a thread ended with ${code}`)));
  }

  check(chunk: number): Promise<CheckedChunk> {
    const checked = new Promise<CheckedChunk>((answer, fail) => this.#waiting.push({ answer, fail }));
    checked.catch(() => undefined); // the one that is waited for is told; those after it fail for the same reason
    this.#worker.postMessage(chunk);
    return checked;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    for (const { fail } of this.#waiting.splice(0)) fail(error);
  }
}

interface Told {
  readonly covenantJob: Job;
}

function serve(port: MessagePort, job: Job): void {
  port.on('message', (chunk: number) => {
    port.postMessage(answerTo(job, chunk));
  });
}

function answerTo(job: Job, chunk: number): Answer {
  try {
    return { checked: checkChunk(job, chunk) };
  } catch (error) {
    if (error instanceof Unchecked) return { unchecked: error.message };
    throw error;
  }
}

const isTold = (data: unknown): data is Told => typeof data === 'object' && data !== null && 'covenantJob' in data;

if (!isMainThread && parentPort !== null && isTold(workerData)) serve(parentPort, workerData.covenantJob);
