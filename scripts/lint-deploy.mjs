// `npm run lint:deploy`: the image, the compose file and the chart against their formats and against our own rules.
// It runs no container: what is checked is what stands there.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { command } from './command.mjs';
import { root } from './prepare.mjs';

const run = promisify(execFile);
const deploy = join(root, 'deploy');
/** Known to the processes besides the settings: Node’s own, and addresses for the program that makes the database ready. */
const besides = ['NODE_EXTRA_CA_CERTS', ...['ADMIN', 'LEDGER', 'RELAY', 'PROJECTOR', 'NOTARY', 'CLOCK'].map((role) => `DATABASE_${role}_URL`)];

command(async ({ prepare, Refused }) => {
  const say = (line) => console.error(line);
  await prepare({ say, build: false });
  const { json, kubernetes, missing, tools } = await import('../deploy/lint/tools.mjs');
  const why = await missing();
  if (why !== undefined) throw new Refused(`Not done: ${why}.`);
  const { breachesOfAlarms } = await import('../deploy/lint/alarms.mjs');
  const { breachesOfChart, breachesOfCompose } = await import('../deploy/lint/rules.mjs');
  const { default: Ajv } = await import('ajv/dist/2020.js');
  const { default: addFormats } = await import('ajv-formats');
  const { parse, parseAllDocuments } = await import('yaml');
  const tool = await tools(say);
  const found = [];
  const settings = new Set([...settingNames(), ...besides]);
  let objects = 0;

  const validator = () => addFormats(new Ajv({ strict: false, allErrors: true, logger: false }));
  const note = (where, validate) => {
    for (const { instancePath, message, params } of validate.errors ?? []) {
      found.push(`${where}: ${instancePath || '/'} ${message} ${JSON.stringify(params)}`);
    }
  };

  // The image.
  for (const file of ['deploy/image/Dockerfile']) {
    await run(tool.hadolint, ['--failure-threshold', 'style', file], { cwd: root }).catch((error) => found.push(words(error)));
  }

  // The compose file.
  const compose = parse(readFileSync(join(deploy, 'compose/compose.yaml'), 'utf8'), { merge: true });
  const isCompose = validator().compile(json(tool.composeSchema));
  isCompose(compose);
  note('compose.yaml', isCompose);
  found.push(...breachesOfCompose(compose, settings).map((breach) => `compose.yaml, ${breach}`));
  const asked = new Set([...readFileSync(join(deploy, 'compose/compose.yaml'), 'utf8').matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name));
  const offered = new Set([...readFileSync(join(deploy, 'compose/example.env'), 'utf8').matchAll(/^(\w+)=/gm)].map(([, name]) => name));
  for (const name of asked) if (!offered.has(name)) found.push(`example.env: ${name} is asked for and not there`);
  for (const name of offered) if (!asked.has(name)) found.push(`example.env: nothing asks for ${name}`);

  // The chart, with each set of values, for the oldest and the newest Kubernetes.
  for (const file of readdirSync(join(deploy, 'chart/ci'))) {
    const values = ['-f', join(deploy, 'chart/ci', file)];
    for (const version of kubernetes) {
      const where = `chart with ${file}, Kubernetes ${version}`;
      try {
        await run(tool.helm, ['lint', '--strict', '--quiet', '--kube-version', version, 'chart', ...values], { cwd: deploy });
        const { stdout } = await run(tool.helm, ['template', 'city', 'chart', '--namespace', 'ledger', '--kube-version', version, ...values], {
          cwd: deploy,
          maxBuffer: 64 * 1024 * 1024,
        });
        const rendered = parseAllDocuments(stdout).map((document) => {
          if (document.errors.length > 0) throw document.errors[0];
          return document.toJS();
        }).filter((object) => object !== null);
        const schemas = tool.kubernetesSchemas(version);
        const ajv = validator();
        ajv.addSchema(json(join(schemas, '_definitions.json')), 'https://kubernetes.io/api/_definitions.json');
        for (const object of rendered) {
          const schema = json(join(schemas, schemaFile(object)));
          const validate = ajv.getSchema(schema.$id) ?? ajv.compile(schema);
          validate(object);
          note(`${where}: ${object.kind} ${object.metadata.name}`, validate);
        }
        objects += rendered.length;
        found.push(...breachesOfChart(rendered, settings).map((breach) => `${where}: ${breach}`));
      } catch (error) {
        found.push(`${where}: ${words(error)}`);
      }
    }
  }
  // The alarms.
  const alarms = parse(readFileSync(join(deploy, 'prometheus/alarms.yaml'), 'utf8'));
  const runbook = readFileSync(join(root, 'docs/how-to/runbooks.md'), 'utf8');
  found.push(...breachesOfAlarms(alarms, runbook, figureNames()).map((breach) => `alarms.yaml, ${breach}`));

  // What the chart must refuse.
  for (const [what, args] of [
    ['an unknown value', ['--set', 'kafka.replica=3']],
    ['no log origin', ['--set', 'logOrigin=']],
    ['a collector of traces that nobody may reach', ['--set', 'traces.endpoint=http://collector:4318']],
  ]) {
    const refused = await run(tool.helm, ['template', 'chart', '--kube-version', kubernetes.at(-1), '-f', join(deploy, 'chart/ci/smallest.yaml'), ...args], { cwd: deploy })
      .then(() => false, () => true);
    if (!refused) found.push(`chart: ${what} is taken`);
  }

  // A lint that takes everything would look the same.
  const planted = validator().addSchema(json(join(tool.kubernetesSchemas(kubernetes[0]), '_definitions.json')), 'https://kubernetes.io/api/_definitions.json');
  const isDeployment = planted.compile(json(join(tool.kubernetesSchemas(kubernetes[0]), 'deployment-apps-v1.json')));
  if (isDeployment({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: { replica: 1 } })) {
    found.push('the Kubernetes schemas take a member that does not exist');
  }
  if (isCompose({ services: { a: { imag: 'b' } } })) found.push('the compose schema takes a member that does not exist');
  if (objects === 0) found.push('chart: nothing was rendered');
  if (found.length > 0) throw new Refused(found.join('\n'));
  console.log(`deploy/: one image, ${Object.keys(compose.services).length} services, ${objects} rendered objects and the alarms are in order.`);
});

/** `deployment-apps-v1.json`, `service-v1.json`, `networkpolicy-networking-v1.json` */
function schemaFile({ kind, apiVersion }) {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return [kind.toLowerCase(), ...(group === '' ? [] : [group.split('.')[0]]), version].join('-') + '.json';
}

/** A test holds that file to the settings that the processes read. */
function settingNames() {
  return readFileSync(join(root, '.env.example'), 'utf8').match(/(?<=^(# )?)[A-Z][A-Z0-9_]+(?==)/gm) ?? [];
}

/** Every figure that a process of ours names anywhere; that each is really exported is for the suites. */
function figureNames() {
  const names = new Set();
  for (const room of ['apps', 'libs']) {
    for (const file of readdirSync(join(root, room), { recursive: true })) {
      if (!file.endsWith('.ts') || file.endsWith('.spec.ts')) continue;
      for (const [name] of readFileSync(join(root, room, file), 'utf8').matchAll(/covenant_[a-z_]+/g)) names.add(name);
    }
  }
  return names;
}

const words = (error) => [error.stdout, error.stderr, error.message].filter(Boolean).join('\n').trim();
