import { join, resolve } from 'node:path';
import { Closing, createLog, Metrics, openTraces, quietConnections, readSettings, ServerError, type Environment, type Settings } from '@covenant/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { destination, type Logger } from 'pino';
import { createApp } from '../app.js';
import type { StartArguments } from './arguments.js';
import { openDatabase } from './database.js';
import { openParts, type OpenedParts } from './parts.js';
import { renewReadModels, untilCaughtUp } from './read-models.js';
import { plantSample } from './sample.js';

export interface RunOptions {
  readonly given: StartArguments;
  readonly environment: Environment;
  /** Lines for the person at the terminal. */
  readonly say: (line: string) => void;
  /** Something that nothing works without has ended for good. */
  readonly onFatal: (error: unknown) => void;
}

export interface RunningLedger {
  readonly url: string;
  /** Of the sample accounts, where there are any. */
  readonly samplePassword?: string;
  /** Answers what is in hand, ends everything else, and closes what was opened. */
  stop(): Promise<void>;
}

/**
 * Starts a whole ledger in this process. Order matters in both directions: nothing is served before it can be
 * recorded, shown and proved, and nothing is closed that somebody still writes to.
 * @throws what the parts throw; `sentenceFor` has the words for a person
 */
export const runLedger = async ({ given, environment, say, onFatal }: RunOptions): Promise<RunningLedger> => {
  const settings = readSettings(environment);
  const closing = new Closing();
  try {
    const log = openLog(settings, closing);
    const metrics = new Metrics();
    metrics.watchProcess();
    const traces = await openTraces(settings, 'ledger', log);
    if (traces !== undefined) closing.add('the traces', () => traces.close());
    say(settings.profile === 'embedded' ? `Opening the data folder ${resolve(settings.dataDir)} …` : 'Connecting …');
    const database = await openDatabase(settings, log, onFatal);
    closing.add('the database', () => database.stop());
    const parts = await openParts({ settings, databaseUrl: database.url, log, metrics, traces, onFatal });
    closing.add('the parts', () => parts.close());
    const { app } = await createApp(parts);
    const cutQuiet = quietConnections(app.getHttpServer());
    closing.add('the HTTP interface', () => closeWithin(app, settings.stopWithin, cutQuiet, log));
    parts.start();
    if (settings.profile === 'embedded') {
      await renewReadModels(parts, database.ownerUrl, say);
      await firstLook(parts, given, say);
    } else {
      await plantSample(parts, given.empty, say);
    }
    await app.listen(settings.port, settings.host);
    if (settings.profile === 'embedded') parts.clock.start();
    const url = addressOf(app, settings);
    const samplePassword = await parts.signIn?.begin(url);
    log.info({ url, profile: settings.profile }, 'the ledger is running');
    return { url, ...(samplePassword === undefined ? {} : { samplePassword }), stop: () => closing.close() };
  } catch (error) {
    // What went wrong first is what the person needs to read; what went wrong after it comes before.
    await closing.close().catch((later: unknown) => say(String(later)));
    throw error;
  }
};

/** In the embedded profile the process's own log goes to a file: the terminal belongs to the person at it. */
const openLog = (settings: Settings, closing: Closing): Logger => {
  if (settings.profile !== 'embedded') return createLog(settings.logLevel);
  const folder = resolve(settings.dataDir);
  try {
    const file = destination({ dest: join(folder, 'ledger.log'), mkdir: true, sync: true });
    closing.add('the log', () => Promise.resolve(file.end()));
    return createLog(settings.logLevel, file);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new ServerError('folder-not-writable', `The data folder ${folder} cannot be written (${reason}).`, { cause });
  }
};

/** What fell due while nobody looked is recorded before anybody reads, and a first start gets its sample. */
const firstLook = async (parts: OpenedParts, given: StartArguments, say: (line: string) => void): Promise<void> => {
  await plantSample(parts, given.empty, say);
  if (!(await untilCaughtUp(parts, say))) return;
  if ((await parts.clock.look()) > 0) await untilCaughtUp(parts, say);
};

const closeWithin = async (
  app: NestFastifyApplication,
  seconds: number,
  cutQuiet: () => void,
  log: Logger,
): Promise<void> => {
  const server = app.getHttpServer();
  const timer = setTimeout(() => {
    log.warn('some requests did not finish in time; their connections are cut');
    server.closeAllConnections();
  }, seconds * 1_000);
  try {
    const closed = app.close();
    cutQuiet();
    await closed;
  } finally {
    clearTimeout(timer);
  }
};

const addressOf = (app: NestFastifyApplication, settings: Settings): string => {
  const address = app.getHttpServer().address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.port;
  const host = ['0.0.0.0', '::'].includes(settings.host) ? '127.0.0.1' : settings.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
};
