// `npm run distributed`: the distributed profile on this machine, each part a process of its own: Kafka from Maven,
// PostgreSQL, an issuer of tokens, notary, relay, projector, clock and ledger. It starts them in the order of need,
// starts again what dies, and ends all in the opposite order on Ctrl-C.
//
// PORT         of the ledger; default 3000
// DATA_DIR     default .covenant/distributed
// PROJECTORS   how many share the partitions; default 1
// DATABASE_ADMIN_URL  a superuser's address of a PostgreSQL of your own (Debian's, for instance); default: the one npm brings
// EVENTSTORE_URL      EventStoreDB as the store; default: PostgreSQL
// KAFKA_BROKERS       brokers of your own; default: a broker from Maven (needs Java 17)
// OIDC_ISSUER         an issuer of your own; default: one on the port above PORT
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { spawnSync } from 'node:child_process';
import { command } from './command.mjs';
import { freePort, startKafka, whyNoKafka } from './kafka.mjs';
import { endWithNpm } from './npm-parent.mjs';
import { supervise } from './supervised.mjs';

const say = (line) => console.error(line);
const started = [];
let ending;

command(async ({ prepare, entry, root, Refused }) => {
  await prepare({ say });
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  if (process.env.npm_lifecycle_event === 'distributed') endWithNpm();
  const failed = (error) => {
    console.error(error instanceof Refused ? error.message : error);
    process.exitCode = 1;
    void end();
  };
  onSignals();
  try {
    await run({ entry, root, Refused, failed });
  } catch (error) {
    failed(error);
  }
});

async function run({ entry, root, Refused, failed }) {
  const port = Number(process.env.PORT ?? '3000');
  const dir = resolve(process.env.DATA_DIR ?? join(root, '.covenant', 'distributed'));
  if (!(port > 0 && port < 65_535)) throw new Refused('PORT must be a number from 1 to 65534.');
  if (await answers(port)) throw new Refused(`Port ${port} is in use: end what listens there, or set PORT to another one.`);
  mkdirSync(dir, { recursive: true });
  const environment = { ...process.env, PROFILE: 'distributed', DATA_DIR: dir, HOST: process.env.HOST ?? '127.0.0.1' };

  const [database, brokers] = await Promise.all([openPostgres(entry, dir, Refused), openKafka(dir, Refused)]);
  if (ending) return;
  Object.assign(environment, { KAFKA_BROKERS: brokers, KAFKA_REPLICATION: process.env.KAFKA_REPLICATION ?? '1' });
  const made = spawnSync(process.execPath, [entry('apps/ledger/src/schema/main.js')], {
    env: { ...environment, ...database },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (made.status !== 0) throw new Refused('The database could not be made ready; its reason is above.');
  // No process that serves anybody holds the owner's password, or another process's.
  delete environment.DATABASE_OWNER_URL;
  delete environment.DATABASE_ADMIN_URL;

  // As `npm start` has it: what lives as long as a request or a batch is then rarely copied.
  const busy = new Set(['ledger', 'projector']);
  const roomForYoung = ['--max-semi-space-size=64'];
  const launch = (name, path, more = {}, args = [], label = name) => {
    const logFile = join(dir, 'logs', `${label}.log`);
    const options = { name: label, entry: entry(path), args, nodeOptions: busy.has(name) ? roomForYoung : [], environment: { ...environment, DATABASE_URL: database[addressFor(name)], ...more }, logFile, say, onGivenUp: (error) => failed(new Refused(error.message)) };
    const running = supervise(options);
    started.push({ what: label, stop: () => running.stop(), kill: () => running.kill() });
    return running;
  };
  environment.OIDC_ISSUER ??= await openIssuer(launch, port);
  launch('notary', 'apps/notary/src/main.js', { PORT: '0' });
  for (let n = 1; n <= Number(process.env.PROJECTORS ?? '1'); n += 1) {
    launch('projector', 'apps/projector/src/main.js', { PORT: '0' }, [], n === 1 ? 'projector' : `projector-${n}`);
  }
  launch('relay', 'apps/relay/src/main.js', { PORT: '0' });
  launch('clock', 'apps/clock/src/main.js', { PORT: '0' });
  say('Starting the ledger; on a first start it writes the directory of cities and a sample city …');
  launch('ledger', 'apps/ledger/src/main.js', { PORT: String(port) }, process.argv.slice(2));

  const address = `http://127.0.0.1:${port}`;
  await untilReady(address);
  if (ending) return;
  say(`Covenant is running, each part by itself; what each says is in ${join(dir, 'logs')}.

  For people     ${address}/
  The interface  ${address}/docs
  How it stands  ${address}/health/ready
  A token        DATA_DIR=${dir} npm run -s token -- --issuer ${environment.OIDC_ISSUER} --help

Ctrl-C ends it.`);
}

/** Addresses for the roles. The passwords are made once and kept in the folder. */
async function openPostgres(entry, dir, Refused) {
  const own = process.env.DATABASE_ADMIN_URL;
  const address = (base, user, password) => {
    const url = new URL(base);
    Object.assign(url, { username: user, password, pathname: '/covenant' });
    return url.href;
  };
  const processes = keptPasswords(join(dir, 'accounts.json'), ['ledger', 'relay', 'projector', 'notary', 'clock']);
  const urls = (base, { owner, app }) => ({
    DATABASE_ADMIN_URL: base,
    DATABASE_OWNER_URL: address(base, 'covenant_owner', owner),
    DATABASE_URL: address(base, 'covenant_app', app),
    ...Object.fromEntries(Object.entries(processes).map(([name, password]) => [addressFor(name), address(base, `covenant_${name}`, password)])),
  });
  if (own !== undefined && own !== '') {
    say('PostgreSQL: the one in DATABASE_ADMIN_URL.');
    return urls(own, keptPasswords(join(dir, 'database.json'), ['owner', 'app']));
  }
  const { startEmbedded, ServerError } = await import(entry('libs/platform/src/index.js'));
  try {
    const server = await startEmbedded({ folder: dir, restarts: 3, onLost: (error) => say(error.message) });
    started.push({ what: 'PostgreSQL', stop: () => server.stop(), kill: () => undefined });
    say(`PostgreSQL: the one that npm brings, process ${server.pid()}, port ${server.port}.`);
    return urls(server.adminUrl(), server.secrets);
  } catch (error) {
    throw error instanceof ServerError ? new Refused(error.message) : error;
  }
}

/** Where `schema` has the address for a process, under an account of its own. */
const addressFor = (name) => `DATABASE_${name.toUpperCase()}_URL`;

function keptPasswords(file, names) {
  if (!existsSync(file)) {
    const made = Object.fromEntries(names.map((name) => [name, randomBytes(24).toString('hex')]));
    writeFileSync(file, JSON.stringify(made), { mode: 0o600, flag: 'wx' });
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function openKafka(dir, Refused) {
  if (process.env.KAFKA_BROKERS) {
    say('Kafka: the brokers in KAFKA_BROKERS.');
    return process.env.KAFKA_BROKERS;
  }
  const reason = whyNoKafka();
  if (reason !== undefined) throw new Refused(`${reason}. Or name brokers of your own in KAFKA_BROKERS.`);
  const folder = join(dir, 'kafka');
  endOrphan(folder);
  const broker = await startKafka({ dir: folder, port: await freePort() });
  started.push({ what: 'Kafka', stop: () => broker.stop(), kill: () => broker.kill() });
  writeFileSync(join(folder, 'broker.pid'), String(broker.pid));
  void broker.ended.then(() => ending ?? say('Kafka ended; start again to go on. What was recorded is kept, and is sent then.'));
  say(`Kafka: a broker of its own, process ${broker.pid}, port ${broker.port}.`);
  return `127.0.0.1:${broker.port}`;
}

/** After a `kill -9` of this command its broker lives on and holds the folder. Only a broker of this folder is ended. */
function endOrphan(folder) {
  const file = join(folder, 'broker.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8'));
  const line = commandLine(pid);
  if (!line.includes('kafka.Kafka') || !line.includes(join(folder, 'server.properties'))) return;
  say(`Kafka of an earlier start is still running (process ${pid}); it is ended first.`);
  process.kill(pid, 'SIGKILL');
}

function commandLine(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return ''; // no such process, or a system without /proc: then nothing is ended
  }
}

async function openIssuer(launch, port) {
  const at = (await answers(port + 1)) ? await freePort() : port + 1;
  const running = launch('issuer', 'apps/ledger/src/issuer/main.js', { PORT: String(at), PROFILE: 'embedded' });
  await running.says(/The issuer is/);
  return `http://127.0.0.1:${at}`;
}

async function untilReady(address) {
  let told = '';
  while (!ending) {
    const report = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(5_000) }).then(
      (response) => response.json(),
      () => ({ parts: {} }),
    );
    const parts = Object.entries(report.parts ?? {});
    const missing = parts.filter(([, { status }]) => status !== 'up').map(([name]) => name);
    if (parts.length > 0 && missing.length === 0) return;
    const line = missing.length > 0 ? `  waiting for: ${missing.join(', ')}` : told;
    if (line !== told) say(line);
    told = line;
    await new Promise((done) => setTimeout(done, 500));
  }
}

const answers = (port) =>
  new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => (socket.destroy(), done(true)));
    socket.once('error', () => done(false));
  });

/** npm passes a Ctrl-C on that the terminal has sent to us already: two within a second are one. */
function onSignals() {
  let askedAt;
  const onSignal = () => {
    const now = performance.now();
    if (askedAt !== undefined && now - askedAt > 1_000) {
      say('Ending at once.');
      for (const { kill } of started) kill();
      process.exit(1);
    }
    if (askedAt !== undefined) return;
    askedAt = now;
    say('Ending, one after the other …');
    void end();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, onSignal);
}

/** In the opposite order: first nobody is served any more, last the database goes. */
function end() {
  ending ??= (async () => {
    for (let one = started.pop(); one !== undefined; one = started.pop()) {
      try {
        await one.stop();
      } catch (error) {
        console.error(`${one.what} could not be ended: ${error.message}`);
        process.exitCode = 1;
      }
    }
    process.exit();
  })();
  return ending;
}
