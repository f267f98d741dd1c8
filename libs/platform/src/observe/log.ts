import type { LoggerService } from '@nestjs/common';
import { destination as toStream, pino, type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from '../config/settings.js';
import { scrubLine } from './scrub.js';

/** Whatever is logged, these never are. */
const secrets = [
  'authorization',
  'token',
  'password',
  'secret',
  'idempotencyKey',
  '*.authorization',
  '*.token',
  '*.password',
  '*.secret',
  '*.idempotencyKey',
  'headers.authorization',
  'req.headers.authorization',
  'request.headers.authorization',
  'req.headers.cookie',
];

/** Structured, one JSON object a line whatever stands in it, on stdout unless told otherwise. */
export const createLog = (level: LogLevel, destination: DestinationStream = toStream({ dest: 1, sync: true })): Logger => {
  const options = {
    level,
    base: undefined,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: secrets, censor: '[withheld]' },
  };
  return pino(options, { write: (line) => destination.write(scrubLine(line)) });
};

/** Nest's own messages, in our log: what Nest tells at start is detail, its warnings and errors are not. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.target.debug({ context: rest.at(-1) }, String(message));
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.target.debug({ context: rest.at(-1) }, String(message));
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.target.warn({ context: rest.at(-1) }, String(message));
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.target.error({ context: rest.at(-1) }, String(message));
  }
}
