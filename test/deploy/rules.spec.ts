// The rules of deploy/ find what they are there to find: each test plants one breach in what is in order.
import { describe, expect, it } from '@jest/globals';
import { breachesOfChart, breachesOfCompose, isPinned } from '../../deploy/lint/rules.mjs';

const settings = new Set(['DATABASE_URL', 'DATABASE_OWNER_URL', 'LOG_LEVEL', 'LOG_KEY_FILE', 'LOG_NEXT_ML_DSA_KEY_FILE', 'SUBJECTS_KEY_FILE', 'OIDC_INTROSPECTION_SECRET_FILE']);
const labels = { app: 'relay' };
const limits = { cpu: '1', memory: '1Gi' };

const chart = () => {
  const probe = { httpGet: { path: '/health/live', port: 3000 } };
  const container = {
    name: 'relay',
    image: 'covenant:0.1.0',
    args: ['dist/apps/relay/src/main.js'],
    env: [{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { key: 'relay-url' } } }] as { name: string; value?: string; valueFrom?: object }[],
    securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    resources: { limits: { ...limits }, requests: { ...limits } },
    volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    startupProbe: probe as unknown,
    livenessProbe: probe,
    readinessProbe: probe,
  };
  const pod = {
    metadata: { labels: { ...labels } },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [container],
      volumes: [{ name: 'tmp' }],
    },
  };
  const selector = { matchLabels: { ...labels } };
  const policy = { kind: 'NetworkPolicy', metadata: { name: 'closed' }, spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] } };
  const budget = { kind: 'PodDisruptionBudget', metadata: { name: 'relay' }, spec: { selector } };
  const service = { kind: 'Service', metadata: { name: 'relay' }, spec: { selector: { ...labels } } };
  const deployment = { kind: 'Deployment', metadata: { name: 'relay' }, spec: { selector, template: pod } };
  return { container, pod, policy, budget, service, deployment, secret: undefined as unknown };
};
type Chart = ReturnType<typeof chart>;

const found = (change: (of: Chart) => void): readonly string[] => {
  const of = chart();
  change(of);
  const objects = [of.deployment, of.policy, of.budget, of.service, of.secret].filter((object) => object !== undefined);
  return breachesOfChart(objects, settings);
};

describe('the rules of the chart', () => {
  it('take what is in order', () => expect(found(() => undefined)).toEqual([]));

  it.each<[string, (of: Chart) => void]>([
    ['may run as root', ({ pod }) => void (pod.spec.securityContext.runAsUser = 0)],
    ['has no seccomp profile', ({ pod }) => void (pod.spec.securityContext.seccompProfile.type = 'Unconfined')],
    ['gets a token of the cluster', ({ pod }) => void (pod.spec.automountServiceAccountToken = true)],
    ['an image that can change', ({ container }) => void (container.image = 'covenant:latest')],
    ['can write to its root file system', ({ container }) => void (container.securityContext.readOnlyRootFilesystem = false)],
    ['may gain privileges', ({ container }) => void (container.securityContext.allowPrivilegeEscalation = true)],
    ['keeps capabilities', ({ container }) => void (container.securityContext.capabilities.drop = [])],
    ['has no limit of memory', ({ container }) => Reflect.deleteProperty(container.resources.limits, 'memory')],
    ['asks for no cpu', ({ container }) => Reflect.deleteProperty(container.resources.requests, 'cpu')],
    ['has no startupProbe', ({ container }) => void (container.startupProbe = undefined)],
    ['DATABASE_URL in the clear', ({ container }) => void (container.env = [{ name: 'DATABASE_URL', value: 'postgres://a:b@c/d' }])],
    ['LOGLEVEL, which no process knows', ({ container }) => container.env.push({ name: 'LOGLEVEL', value: 'info' })],
    ['SUBJECTS_KEY_FILE, which is for ledger alone', ({ container }) => container.env.push({ name: 'SUBJECTS_KEY_FILE', value: '/a' })],
    ['LOG_NEXT_ML_DSA_KEY_FILE, which is for notary alone', ({ container }) => container.env.push({ name: 'LOG_NEXT_ML_DSA_KEY_FILE', value: '/a' })],
    ['OIDC_INTROSPECTION_SECRET_FILE, which is for ledger alone', ({ container }) => container.env.push({ name: 'OIDC_INTROSPECTION_SECRET_FILE', value: '/a' })],
    ['DATABASE_OWNER_URL, which is for schema alone', ({ container }) => container.env.push({ name: 'DATABASE_OWNER_URL', valueFrom: {} })],
    ['works under app-url, which is another’s', ({ container }) => void (container.env = [{ name: 'DATABASE_URL', valueFrom: { secretKeyRef: { key: 'app-url' } } }])],
    ['can read log-key, which is for notary alone', ({ container }) => container.volumeMounts.push({ name: 'log-key', mountPath: '/a' })],
    ['which is not there', ({ pod }) => void (pod.spec.volumes = [])],
    ['closes its egress', ({ policy }) => void (policy.spec.policyTypes = ['Ingress'])],
    ['has no disruption budget', ({ budget }) => void (budget.kind = 'ConfigMap')],
    ['selects no pod', ({ service }) => void (service.spec.selector.app = 'relais')],
    ['does not select its own pods', ({ deployment }) => void (deployment.spec.selector = { matchLabels: { app: 'relais' } })],
    ['a chart holds no secret', (of) => void (of.secret = { kind: 'Secret', metadata: { name: 'a' } })],
  ])('find: %s', (words, change) => {
    expect(found(change).join('\n')).toContain(words);
  });
});

describe('the rules of the chart and secrets', () => {
  it.each([
    ['ledger', 'SUBJECTS_KEY_FILE', 'subjects-key'],
    ['notary', 'LOG_KEY_FILE', 'log-key'],
    ['ledger/src/schema', 'DATABASE_OWNER_URL', 'tmp'],
  ])('leave to %s what is its own', (program, name, volume) => {
    const given = found(({ container, pod }) => {
      container.args = [`dist/apps/${program.includes('/') ? program : `${program}/src`}/main.js`];
      container.env = [{ name, valueFrom: {} }];
      container.volumeMounts.push({ name: volume, mountPath: '/a' });
      pod.spec.volumes.push({ name: volume });
    });
    expect(given).toEqual([]);
  });
});

describe('the rules of the compose file', () => {
  const service = () => ({
    image: 'covenant:${VERSION:-0.1.0}',
    user: '1000:1000',
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    command: ['dist/apps/relay/src/main.js'] as string[],
    environment: { DATABASE_URL: 'postgres://covenant_relay:${PASSWORD:?see example.env}@postgresql/covenant' } as Record<string, string>,
    healthcheck: {} as unknown,
    networks: ['store'],
    ports: undefined as unknown,
    secrets: [] as string[],
    deploy: { resources: { limits: { cpus: '1', memory: '1G' } as Record<string, string> } },
  });
  const check = (change: (of: ReturnType<typeof service>) => void): string => {
    const relay = service();
    change(relay);
    return breachesOfCompose({ services: { relay }, networks: { store: { internal: true }, front: {} } }, settings).join('\n');
  };

  it('take what is in order', () => expect(check(() => undefined)).toBe(''));

  it.each<[string, (of: ReturnType<typeof service>) => void]>([
    ['an image that can change', (of) => void (of.image = 'covenant')],
    ['may run as root', (of) => void (of.user = '0:0')],
    ['can write to its root file system', (of) => void (of.read_only = false)],
    ['keeps capabilities', (of) => void (of.cap_drop = [])],
    ['may gain privileges', (of) => void (of.security_opt = [])],
    ['has no limits', (of) => Reflect.deleteProperty(of.deploy.resources.limits, 'memory')],
    ['is never looked at', (of) => void (of.healthcheck = undefined)],
    ['is open to the outside', (of) => void (of.ports = ['80:80'])],
    ['DATABASE_URL in the clear', (of) => void (of.environment.DATABASE_URL = 'postgres://a:b@c/d')],
    ['LOGLEVEL, which no process knows', (of) => void (of.environment.LOGLEVEL = 'info')],
    ['works under covenant_app, which is another’s', (of) => void (of.environment.DATABASE_URL = 'postgres://covenant_app:${PASSWORD:?see example.env}@postgresql/covenant')],
    ['LOG_KEY_FILE, which is for notary alone', (of) => void (of.environment.LOG_KEY_FILE = '/a')],
    ['can read subjects-key, which is for ledger alone', (of) => void (of.secrets = ['subjects-key'])],
    ['which leads outside', (of) => void Object.assign(of, { command: ['postgres'], networks: ['front'] })],
  ])('find: %s', (words, change) => expect(check(change)).toContain(words));
});

describe('an image', () => {
  it.each(['a:1.2', 'a/b:18.4-bookworm', 'host:5000/a/b:v3', `a@sha256:${'0'.repeat(64)}`])('is pinned: %s', (image) => {
    expect(isPinned(image)).toBe(true);
  });
  it.each(['a', 'a:latest', 'a/b', 'host:5000/a', 'a:edge', 'a:slim', 'a@sha256:0'])('can change: %s', (image) => {
    expect(isPinned(image)).toBe(false);
  });
});
