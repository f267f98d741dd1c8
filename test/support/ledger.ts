// A whole ledger in this process, on a database of its own and a free port, for tests over HTTP.
import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalIssuer } from '@covenant/access';
import { createLog, Metrics, readSettings } from '@covenant/platform';
import { createApp } from '../../apps/ledger/src/app.js';
import { openParts, type OpenedParts } from '../../apps/ledger/src/process/parts.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { isDistributed, surround, type Surrounded } from './distributed.js';

export interface Who {
  readonly roles: readonly string[];
  readonly cityId?: string;
  readonly dutyBearerId?: string;
  /** By default the roles, so that one role is one person. */
  readonly subject?: string;
  /** Seconds; negative for a token that has expired. */
  readonly lifetime?: number;
}

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  readonly text: string;
}

export interface Ask {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly body?: unknown;
  /** Sent as it is, instead of `body`. */
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestLedger {
  readonly url: string;
  readonly parts: OpenedParts;
  /** Every address and the methods it takes. */
  readonly routes: ReadonlyMap<string, ReadonlySet<string>>;
  readonly database: TestDatabase;
  readonly dataDir: string;
  /** The processes around it, in the distributed profile. */
  readonly around: Surrounded | undefined;
  token(who: Who): Promise<string>;
  ask<T = Record<string, unknown>>(path: string, ask?: Ask): Promise<Answer<T>>;
  /** Sends a command and expects it to be recorded. */
  send(path: string, who: Who, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Recorded>;
  stop(): Promise<void>;
}

export interface Recorded {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  readonly position: string;
}

/** Asks again for as long as a limit says so, for tests that are not about it: codes are looked at so often a second. */
export async function patiently<T>(ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 429) return answer;
    await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(answer.headers.get('retry-after') ?? 1)));
  }
}

export interface StartOptions {
  /** Milliseconds since 1970; for tests that pass time. */
  readonly now?: () => number;
  readonly environment?: Readonly<Record<string, string>>;
  /** A second process on the same database, with the same log key. */
  readonly beside?: TestLedger;
  /** Takes each line of the log; by default they go to stdout. */
  readonly logTo?: (line: string) => void;
}

/** The log's keys are the log: a second process signs with the same ones, and opens personal words under the same key. */
async function copyKeys(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) {
    if (/^(log.*|subjects)\.key$/.test(name)) await copyFile(join(from, name), join(to, name));
  }
}

export async function startLedger(options: StartOptions = {}): Promise<TestLedger> {
  const dataDir = await mkdtemp(join(tmpdir(), 'covenant-ledger-'));
  const { beside } = options;
  const database = beside?.database ?? (await freshDatabase());
  const surrounding = { database, dataDir, environment: options.environment, beside: beside?.around };
  const around = isDistributed ? await surround(surrounding) : undefined;
  const settings = readSettings({
    ...around?.environment,
    DATA_DIR: dataDir,
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'silent',
    ...options.environment,
  });
  if (beside !== undefined) await copyKeys(beside.dataDir, dataDir);
  const fatal: unknown[] = [];
  const parts = await openParts({
    settings,
    databaseUrl: around === undefined ? database.appUrl : database.urlOf('ledger'),
    log: options.logTo === undefined ? createLog(settings.logLevel) : createLog(settings.logLevel, { write: options.logTo }),
    metrics: new Metrics(),
    onFatal: (error) => void fatal.push(error),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  const { app, routes } = await createApp(parts);
  parts.start();
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const issuer = await LocalIssuer.open(dataDir, isDistributed ? 'trial' : 'embedded');

  const token = (who: Who): Promise<string> =>
    issuer.issue({
      subject: who.subject ?? who.roles.join('+'),
      roles: who.roles,
      audience: settings.oidcAudience,
      lifetime: who.lifetime ?? 3_600,
      ...(around === undefined ? {} : { issuer: around.issuer.issuer }),
      ...(who.cityId === undefined ? {} : { cityId: who.cityId }),
      ...(who.dutyBearerId === undefined ? {} : { dutyBearerId: who.dutyBearerId }),
    });

  const ask = async <T>(path: string, { method, token: bearer, body, raw, headers = {} }: Ask = {}): Promise<Answer<T>> => {
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(url + path, {
      method: method ?? (content === undefined ? 'GET' : 'POST'),
      headers: {
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
      redirect: 'manual',
      ...(content === undefined ? {} : { body: content }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as T };
  };

  return {
    url,
    parts,
    routes,
    database,
    dataDir,
    around,
    token,
    ask,
    async send(path, who, body, headers = {}) {
      const answer = await ask<Recorded>(path, { token: await token(who), body, headers: { 'idempotency-key': randomUUID(), ...headers } });
      if (answer.status !== 200 && answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
      return answer.body;
    },
    async stop() {
      await app.close();
      await parts.close();
      await around?.stop();
      if (beside === undefined) await database.drop();
      await rm(dataDir, { recursive: true, force: true });
      if (fatal.length > 0) throw new AggregateError(fatal, 'the ledger hit something that nothing works without');
    },
  };
}
