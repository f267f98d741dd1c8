import { availableParallelism } from 'node:os';
import { setImmediate as turn } from 'node:timers/promises';
import { isMainThread, parentPort, Worker, workerData, type MessagePort } from 'node:worker_threads';
import { TILE_WIDTH } from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import { CHUNK, RangeCheck, type CheckedChunk, type Job } from './chunk.js';

/** Below so many entries the start of a thread takes longer than it saves. */
const WORTH_THREADS = 16_384;
/** More threads than these wait for the disk and for the one that puts everything together. */
const MOST_THREADS = 8;
/** So many ranges a thread is given before it has done them. */
const AHEAD = 4;
/** So many ranges may be done before their turn: what they show is kept in memory. */
const MOST_AHEAD = 64;

export const threadsFor = (size: number): number => (size < WORTH_THREADS ? 1 : Math.min(availableParallelism(), MOST_THREADS));

const chunksOf = (size: number): number => Math.ceil(size / (CHUNK * TILE_WIDTH));

/** Threads beside this one that check ranges. They start while this one still looks at what there is to check. */
export class Threads {
  readonly #checkers: readonly Checker[];

  /** `count`: with this one. */
  constructor(count: number) {
    this.#checkers = Array.from({ length: count - 1 }, () => new Checker());
  }

  /** The ranges of a copy, in their order, each checked by itself; this thread takes some as well. */
  async *checked(job: Job): AsyncGenerator<CheckedChunk, void, undefined> {
    for (const checker of this.#checkers) checker.begin(job);
    const work = new Work(job, this.#checkers);
    for (let due = 0; due < work.count; due++) yield await work.take(due);
  }

  async end(): Promise<void> {
    await Promise.all(this.#checkers.map((checker) => checker.end()));
  }
}

/** Shares the ranges out among the threads, in their order; this thread takes one whenever it would only wait. */
class Work {
  readonly count: number;
  readonly #done = new Map<number, CheckedChunk>();
  readonly #coming = new Map<number, Promise<CheckedChunk>>();
  readonly #own: RangeCheck;
  #next = 0;

  constructor(
    job: Job,
    private readonly checkers: readonly Checker[],
  ) {
    this.#own = new RangeCheck(job);
    this.count = chunksOf(job.size);
  }

  async take(due: number): Promise<CheckedChunk> {
    for (;;) {
      this.#shareOut();
      const done = this.#done.get(due);
      if (done !== undefined) {
        this.#done.delete(due);
        return done;
      }
      const coming = this.#coming.get(due);
      if (coming !== undefined && (this.#next >= this.count || this.#next > due + MOST_AHEAD)) await coming;
      else await this.#doOne();
    }
  }

  async #doOne(): Promise<void> {
    const chunk = this.#next++;
    this.#done.set(chunk, this.#own.check(chunk));
    if (this.checkers.length > 0) await turn(); // what the others have done comes in
  }

  #shareOut(): void {
    for (const checker of this.checkers) {
      while (this.#next < this.count && checker.waiting < AHEAD) this.#give(checker, this.#next++);
    }
  }

  #give(checker: Checker, chunk: number): void {
    const coming = checker.check(chunk).then((checked) => {
      this.#coming.delete(chunk);
      this.#done.set(chunk, checked);
      return checked;
    });
    coming.catch(() => undefined); // the one that is waited for is told; those after it fail for the same reason
    this.#coming.set(chunk, coming);
  }
}

type Answer = { readonly checked: CheckedChunk } | { readonly unchecked: string };

/** A thread that checks one range after the other. */
class Checker {
  readonly #worker: Worker;
  readonly #waiting: { readonly answer: (checked: CheckedChunk) => void; readonly fail: (error: Error) => void }[] = [];
  /** It may end before it is asked for anything. */
  #ended: Error | undefined;

  constructor() {
    // This very module, or the one file that it was built into: `serve` below answers there.
    this.#worker = new Worker(new URL(import.meta.url), { workerData: { covenantChecker: true } satisfies Told });
    this.#worker.on('message', (answer: Answer) => {
      const asked = this.#waiting.shift();
      if ('checked' in answer) asked?.answer(answer.checked);
      else asked?.fail(new Unchecked(answer.unchecked));
    });
    this.#worker.on('error', (error: Error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a thread ended with ${code}`)));
  }

  /** Ranges that it was given and has not done. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Before anything is checked. */
  begin(job: Job): void {
    this.#worker.postMessage(job satisfies Asked);
  }

  check(chunk: number): Promise<CheckedChunk> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    const checked = new Promise<CheckedChunk>((answer, fail) => this.#waiting.push({ answer, fail }));
    this.#worker.postMessage(chunk satisfies Asked);
    return checked;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(error: Error): void {
    this.#ended ??= error;
    for (const { fail } of this.#waiting.splice(0)) fail(error);
  }
}

interface Told {
  readonly covenantChecker: true;
}

/** What there is to check, then the number of one range after the other. */
type Asked = Job | number;

function serve(port: MessagePort): void {
  let check: RangeCheck | undefined;
  port.on('message', (asked: Asked) => {
    if (typeof asked !== 'number') {
      check = new RangeCheck(asked);
      return;
    }
    if (check === undefined) throw new Error('a range was to be checked before it was said of what');
    // Copied, not handed over: arrays that are handed over make V8 look at each access whether an array still has its bytes.
    port.postMessage(answerTo(check, asked));
  });
}

function answerTo(check: RangeCheck, chunk: number): Answer {
  try {
    return { checked: check.check(chunk) };
  } catch (error) {
    if (error instanceof Unchecked) return { unchecked: error.message };
    throw error;
  }
}

const isTold = (data: unknown): data is Told => typeof data === 'object' && data !== null && 'covenantChecker' in data;

if (!isMainThread && parentPort !== null && isTold(workerData)) serve(parentPort);
