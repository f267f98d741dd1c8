import { existsSync } from 'node:fs';
import type { Logger } from 'pino';
import { ConfigurationError, readSettings, type Environment } from '../config/read-settings.js';
import type { Settings } from '../config/settings.js';
import { readiness, type Contributor } from '../observe/health.js';
import { createLog } from '../observe/log.js';
import { Metrics } from '../observe/metrics.js';
import { openTraces } from '../observe/open-traces.js';
import type { Traces } from '../observe/traces.js';
import { createPool } from '../postgres/pool.js';
import { untilReady } from '../postgres/until-ready.js';
import { Closing } from './closing.js';
import { Heartbeat } from './heartbeat.js';
import { live } from './live.js';
import { serveOperations } from './operations-server.js';
import { explain } from './sentences.js';

/** What every process of the distributed profile is given. */
export interface Surroundings {
  readonly settings: Settings;
  /** As the process's own role, or the one that all share. */
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Where the settings say where traces go. */
  readonly traces: Traces | undefined;
  /** Whatever is opened is added here; it is closed in the opposite order, also when the start fails. */
  readonly closing: Closing;
  /** For what deals with its own trouble: a line in the log. */
  readonly troubled: (part: string) => (error: unknown) => void;
  /** Something that nothing works without has ended for good: the process ends, with status 1. */
  readonly onFatal: (error: unknown) => void;
}

export interface ProcessDefinition {
  readonly name: string;
  /** Opens and starts its work. Gives what its readiness is made of. */
  open(around: Surroundings): Promise<readonly Contributor[]>;
  /** A sentence for a failure of its own parts. */
  explain?(error: unknown): string | undefined;
}

export interface StartedProcess {
  readonly settings: Settings;
  /** Where health and metrics are. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a process and leaves signals to the caller. @throws ConfigurationError, and what its parts throw */
export async function startProcess(
  definition: ProcessDefinition,
  environment: Environment,
  onFatal: (error: unknown) => void,
): Promise<StartedProcess> {
  const settings = readSettings(environment);
  const { name } = definition;
  if (settings.profile !== 'distributed' || settings.databaseUrl === undefined) {
    const detail = `must be distributed: the embedded ledger has its own ${name}`;
    throw new ConfigurationError([{ name: 'PROFILE', detail }]);
  }
  const log = createLog(settings.logLevel).child({ process: name });
  const metrics = new Metrics();
  metrics.watchProcess();
  const closing = new Closing();
  const troubled = (part: string) => (error: unknown) => log.warn({ part, err: error }, 'trouble that is being dealt with');
  const { databaseUrl } = settings;
  try {
    const traces = await openTraces(settings, name, log);
    if (traces !== undefined) closing.add('the traces', () => traces.close());
    await untilReady(databaseUrl, log);
    const pool = createPool({ url: databaseUrl, name: `covenant-${name}-beat`, size: 1, onError: troubled('heartbeat') });
    closing.add('the pool of the heartbeat', () => pool.end());
    const contributors = await definition.open({ settings, databaseUrl, log, metrics, traces, closing, troubled, onFatal });
    const server = await serveOperations({ host: settings.host, port: settings.port, contributors, metrics });
    closing.add('health and metrics', () => server.close());
    const report = () => readiness(contributors);
    const heartbeat = new Heartbeat({ pool, process: name, report, onTrouble: troubled('heartbeat') });
    await heartbeat.start();
    closing.add('the heartbeat', () => heartbeat.stop());
    log.info({ port: server.port }, `the ${name} is running`);
    return {
      settings,
      port: server.port,
      stop: async () => {
        await closing.close();
        log.info(`the ${name} has ended`);
      },
    };
  } catch (error) {
    await closing.close().catch(troubled('closing'));
    throw error;
  }
}

/** The whole life of a process of the distributed profile; its end may take STOP_WITHIN. */
export function runProcess(definition: ProcessDefinition): void {
  live({
    async start(onFatal) {
      if (existsSync('.env')) process.loadEnvFile('.env');
      return startProcess(definition, process.env, onFatal);
    },
    stopWithin: ({ settings }) => settings.stopWithin,
    explain: (error) => definition.explain?.(error) ?? explain(error),
  });
}
