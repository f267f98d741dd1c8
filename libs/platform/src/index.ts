export { ConfigurationError, exampleEnvironment, readSettings, type Environment } from './config/read-settings.js';
export { profiles, Settings, type LogLevel, type Profile } from './config/settings.js';
export { HttpSettings } from './config/http-settings.js';
export { Addresses } from './http/addresses.js';
export { type AdapterOptions, createAdapter, limits } from './http/fastify.js';
export { addHooks, collectRoutes, refuseUnknownMethods } from './http/hooks.js';
export { addTraceHooks } from './http/trace-hooks.js';
export { quietConnections } from './http/quiet-connections.js';
export { allowOrigins, openToAll } from './http/cors.js';
export { addLoadShed, overloaded, type Shed } from './http/load-shed.js';
export { LoopDelay } from './http/loop-delay.js';
export { addRequestLimits, type LimitFigures, RequestLimits, takeOne } from './http/request-limits.js';
export { beginStream } from './http/streams.js';
export { keepInside } from './http/inside.js';
export { securityHeaders } from './http/security-headers.js';
export { readiness, type Contributor, type Health, type HealthReport } from './observe/health.js';
export { createLog, NestLog } from './observe/log.js';
export { scrub } from './observe/scrub.js';
export { Metrics, type HttpMetrics } from './observe/metrics.js';
export { openTraces } from './observe/open-traces.js';
export { beginForEach, isTraceparent, traced, type TracedEvent, type Traces, type TraceSpan } from './observe/traces.js';
export { Connection } from './postgres/connection.js';
export { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './postgres/embedded.js';
export { findEmbedded, type FoundServer } from './postgres/find.js';
export { NewerDatabase, ServerError, type ServerTrouble } from './postgres/errors.js';
export { type Lead, leadTimes, takeLead, type TakeLead } from './postgres/leadership.js';
export { type MigrationClass, runMigrations, type RunMigrations } from './postgres/migrate.js';
export { createPool, type PoolOptions } from './postgres/pool.js';
export { NoRightOfWay, RightOfWay, type RightOfWayOptions } from './postgres/right-of-way.js';
export { type Grant, type Grants, type ProcessName, processNames, processRole } from './postgres/grants.js';
export { appRole, ensureDatabase, ensureRoles, ownerRole, type RolePasswords, withClient } from './postgres/roles.js';
export type { ServerSecrets } from './postgres/secrets.js';
export { isPlainDatabase, plainDatabase } from './config/plain-inside.js';
export { passwordIn } from './secrets/password-file.js';
export { untilReady } from './postgres/until-ready.js';
export { Closing } from './process/closing.js';
export { type Beat, readBeats } from './process/heartbeat.js';
export { processSchema } from './process/heartbeat-tables.js';
export {
  type ProcessDefinition,
  runProcess,
  type StartedProcess,
  startProcess,
  type Surroundings,
} from './process/run-process.js';
export { live } from './process/live.js';
export { explain } from './process/sentences.js';
export { ProblemFilter, type Translate } from './problems/filter.js';
export { generalProblems, type GeneralProblem } from './problems/general.js';
export { problemListPage, problemPage, problemPagePolicy } from './problems/page.js';
export {
  type InputError,
  type KindWords,
  Problem,
  type ProblemDocument,
  type ProblemType,
  problemTypes,
} from './problems/problem.js';
export { spoken } from './problems/spoken.js';
export { answeredEverywhere, ProblemDto, ProblemResponses } from './problems/responses.js';
export { askProgram } from './secrets/ask-program.js';
export { makeSecretFile, readSecretFile, replaceSecretFile } from './secrets/secret-file.js';
export { checked, checkerOf, invalidInput, type Checker } from './validation/checker.js';
export { Each, fieldsOf, Has, HasEach, Is, Maybe, type Part } from './validation/fields.js';
export { isKeepable, readJson } from './validation/json.js';
export {
  anyObject,
  date,
  instant,
  isDate,
  isInstant,
  isUuid,
  matching,
  moment,
  number,
  oneOf,
  sha256,
  text,
  utcInstant,
  uuid,
  whole,
  yesNo,
} from './validation/kind.js';
export type { Kind, KindSchema } from './validation/kind.js';
export { pointerStep, pointerTo } from './validation/pointer.js';
export { checkedQuery } from './validation/query.js';
export { type InEach, isSpoken, spokenFor, spokenLanguages, tellers, type Told } from './words/told.js';
export { forms } from './words/words.js';
