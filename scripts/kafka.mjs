// A real Apache Kafka broker (KRaft, one node) from Maven, for tests and for a developer. Needs Java 17 and Maven.
//   node scripts/kafka.mjs start [--dir DIR] [--port N]   runs it until this process is told to stop
// From code: `startKafka({dir, port, properties})` gives `{port, pid, stop(), kill()}`; the same dir starts again where it was.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const folder = join(root, 'deploy/kafka');

/** Why no broker can be had on this machine, in a sentence; undefined when it can. Looks for the programs, runs none. */
export function whyNoKafka() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const [command, name] of [['java', 'Java 17 or newer'], ['mvn', 'Maven']]) {
    if (!folders.some((folder) => existsSync(join(folder, command)))) return `Kafka needs ${name}, and there is no '${command}' here`;
  }
  return undefined;
}

/** The broker's class path, resolved by Maven once a pom. */
function classPath() {
  const pom = readFileSync(join(folder, 'pom.xml'));
  const cached = join(root, '.cache/kafka', `${createHash('sha256').update(pom).digest('hex').slice(0, 16)}.txt`);
  if (existsSync(cached)) {
    const known = readFileSync(cached, 'utf8');
    if (known.split(':').every((jar) => existsSync(jar))) return known;
  }
  mkdirSync(dirname(cached), { recursive: true });
  const args = ['-q', '-B', '-f', join(folder, 'pom.xml'), 'dependency:build-classpath', `-Dmdep.outputFile=${cached}`];
  execFileSync('mvn', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  return readFileSync(cached, 'utf8');
}

export const freePort = () =>
  new Promise((done, fail) => {
    const server = createServer().once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

const answers = (port) =>
  new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => (socket.destroy(), done(true)));
    socket.once('error', () => done(false));
  });

/**
 * Starts a broker and resolves when it takes connections.
 * `listeners` are further ones beside PLAINTEXT: name → protocol, port, and the port to tell clients where that is another.
 * `format` is given to the tool that prepares a new folder (credentials of SCRAM users, for instance).
 * `properties` are added to the server's own. See kafka.d.mts for the types.
 */
export async function startKafka({ dir, port, listeners = {}, format = [], properties = {}, jvm = [] }) {
  const classpath = classPath();
  mkdirSync(dir, { recursive: true });
  const broker = port ?? (await freePort());
  const controller = await freePort();
  const all = Object.entries({ PLAINTEXT: { protocol: 'PLAINTEXT', port: broker }, ...listeners });
  const config = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: [...all.map(([name, { port }]) => `${name}://127.0.0.1:${port}`), `CONTROLLER://127.0.0.1:${controller}`].join(','),
    'advertised.listeners': all.map(([name, { port, advertised }]) => `${name}://127.0.0.1:${advertised ?? port}`).join(','),
    'listener.security.protocol.map': ['CONTROLLER:PLAINTEXT', ...all.map(([name, { protocol }]) => `${name}:${protocol}`)].join(','),
    'log.dirs': join(dir, 'data'),
    'auto.create.topics.enable': 'false',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '3',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
    'group.initial.rebalance.delay.ms': '0',
    ...properties,
  };
  const file = join(dir, 'server.properties');
  writeFileSync(file, Object.entries(config).map(([key, value]) => `${key}=${value}`).join('\n') + '\n');
  const java = [...jvm, '-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', `-Dlog4j2.configurationFile=${join(folder, 'log4j2.properties')}`];
  if (!existsSync(join(dir, 'data/meta.properties'))) {
    // Kafka takes an id that begins with a hyphen for an option.
    const id = createHash('sha256').update(dir).digest('base64url').slice(0, 22).replace(/^-/, 'A');
    execFileSync('java', [...java, '-cp', classpath, 'kafka.tools.StorageTool', 'format', '-t', id, '-c', file, ...format], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  const log = createWriteStream(join(dir, 'broker.log'), { flags: 'a' });
  const child = spawn('java', [...java, '-cp', classpath, 'kafka.Kafka', file], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const ended = new Promise((done) => child.once('exit', (code, signal) => (log.end(), done({ code, signal }))));
  const deadline = Date.now() + 60_000;
  while (!(await answers(broker))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`Kafka ended at its start; its log is ${join(dir, 'broker.log')}`);
    if (Date.now() > deadline) throw new Error(`Kafka did not answer within 60 s; its log is ${join(dir, 'broker.log')}`);
    await new Promise((done) => setTimeout(done, 100));
  }
  const end = (signal) => async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return ended;
  };
  return { port: broker, pid: child.pid, ended, stop: end('SIGTERM'), kill: end('SIGKILL') };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name, otherwise) => {
    const at = process.argv.indexOf(name);
    return at > 0 ? process.argv[at + 1] : otherwise;
  };
  const reason = whyNoKafka();
  if (process.argv[2] !== 'start' || reason !== undefined) {
    console.error(reason ?? 'Usage: node scripts/kafka.mjs start [--dir DIR] [--port N]');
    process.exit(1);
  }
  const broker = await startKafka({ dir: resolve(option('--dir', '.covenant/kafka')), port: Number(option('--port', '9092')) });
  console.log(`Kafka listens on 127.0.0.1:${broker.port} (process ${broker.pid}). Ctrl-C stops it.`);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void broker.stop());
  await broker.ended;
}
