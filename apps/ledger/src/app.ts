import {
  addHooks,
  addLoadShed,
  addRequestLimits,
  addTraceHooks,
  allowOrigins,
  collectRoutes,
  createAdapter,
  generalProblems,
  keepInside,
  LoopDelay,
  NestLog,
  openToAll,
  Problem,
  refuseUnknownMethods,
  RequestLimits,
} from '@covenant/platform';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { LedgerModule, type LedgerParts } from './ledger.module.js';
import { limitFigures, shedFigures } from './http/limit-figures.js';
import { serveDescription } from './http/open-api.js';
import { mountSignIn } from './sign-in/index.js';
import { details } from './problems/words/words.js';

export interface ServedApp {
  readonly app: NestFastifyApplication;
  /** Every address and the methods it takes. */
  readonly routes: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The HTTP application on its parts, initialised and not yet listening. */
export const createApp = async (parts: LedgerParts): Promise<ServedApp> => {
  const adapter = createAdapter(parts.http);
  const fastify = adapter.getInstance();
  if (parts.traces !== undefined) addTraceHooks(fastify, parts.traces);
  addHooks(fastify, parts.log, parts.metrics);
  openToAll(fastify, '/log/');
  const limits = addLimits(fastify, parts);
  allowOrigins(fastify, parts.http.corsOrigins ?? []);
  refuseUnknownMethods(fastify);
  // How the parts are and what they do is for those who run the ledger; whether it runs may be asked from outside.
  keepInside(fastify, '/metrics', '/health/ready');
  const { routes, refuseOtherMethods } = collectRoutes(fastify, (allowed) => {
    const list = allowed.join(', ');
    return new Problem(generalProblems['method-not-allowed'], details.methodsHere(list), { headers: { allow: list } });
  });
  const { signIn } = parts;
  if (signIn !== undefined) mountSignIn(fastify, () => signIn.site(), (error) => parts.log.error({ err: error }, 'signing in failed'));
  const app = await NestFactory.create<NestFastifyApplication>(LedgerModule.register(parts, limits), adapter, {
    bodyParser: false,
    logger: new NestLog(parts.log),
    abortOnError: false,
  });
  await serveDescription(app);
  await app.init();
  refuseOtherMethods();
  return { app, routes };
};

/** What is too much for everybody is sent away first, at the least cost; of the rest, who asks too often. */
const addLimits = (fastify: FastifyInstance, parts: LedgerParts): RequestLimits => {
  const figures = limitFigures(parts);
  const limits = new RequestLimits(parts.http, figures);
  addRequestLimits(fastify, limits);
  const loop = new LoopDelay(parts.http.loopDelay);
  fastify.addHook('onClose', () => Promise.resolve(loop.stop()));
  const { commands } = parts;
  addLoadShed(fastify, {
    commandsFull: () => commands.full,
    reads: parts.http.readsInHand,
    streams: parts.http.streamsInHand,
    streamsPerAddress: parts.http.streamsPerAddress,
    late: () => loop.late,
    onShed: shedFigures(parts),
    onLimited: () => figures.limited('address'),
  });
  return limits;
};
