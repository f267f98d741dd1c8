// What the house asks of everything that is deployed, beyond what the formats ask. Each rule gives the breaches it finds.

const workloads = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job']);
const named = (object) => `${object.kind} ${object.metadata?.name}`;
const podOf = (object) => (workloads.has(object.kind) ? object.spec.template : undefined);
const containersOf = (pod) => [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
const serving = (pod) => pod.spec.containers;

/** `name:1.2` or a digest; no tag, `latest` and the like move under one’s feet. */
export const isPinned = (image) =>
  /@sha256:[0-9a-f]{64}$/.test(image) || /:(?!latest$|stable$|main$|edge$)[A-Za-z0-9_][\w.-]*\d[\w.-]*$/.test(image.replace(/^[^/]*:\d+\//, ''));

const selects = (selector, labels = {}) =>
  Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);

/** Names that look as if a secret’s value stood beside them. */
const secretName = /(PASSWORD|SECRET|TOKEN|DATABASE_([A-Z]+_)?URL|EVENTSTORE_URL)$/;

/** The program that needs a secret, by the variable that leads to it; no other is to have it. */
const ownersOfVariables = [
  [/^SUBJECTS_KEY_/, 'ledger'],
  [/^LOG_(NEXT_)?(ML_DSA_)?KEY_/, 'notary'],
  [/^OIDC_INTROSPECTION_/, 'ledger'],
  [/^DATABASE_[A-Z]+_URL$/, 'schema'],
];
/** Likewise by what is mounted. */
const ownersOfFiles = new Map([['subjects-key', 'ledger'], ['log-key', 'notary'], ['log-ml-dsa-key', 'notary'], ['oidc', 'ledger']]);

/** Each process has an account of the database of its own; of the program that makes the accounts it is the commands’. */
const accountOf = (program) => (program === 'schema' ? 'app' : program);

/** What is given to a program of ours and is another’s. */
const strangers = (program, variables, files) => [
  ...variables.flatMap((name) => ownersOfVariables.filter(([form, owner]) => form.test(name) && owner !== program).map(([, owner]) => `is given ${name}, which is for ${owner} alone`)),
  ...files.filter((name) => (ownersOfFiles.get(name) ?? program) !== program).map((name) => `can read ${name}, which is for ${ownersOfFiles.get(name)} alone`),
];

/**
 * @param {readonly any[]} objects the rendered chart
 * @param {ReadonlySet<string>} settings variables that Covenant’s processes know
 * @returns {string[]}
 */
export function breachesOfChart(objects, settings) {
  const found = [];
  const breach = (object, words) => found.push(`${named(object)}: ${words}`);
  const policies = objects.filter(({ kind }) => kind === 'NetworkPolicy');
  const budgets = objects.filter(({ kind }) => kind === 'PodDisruptionBudget');
  const configs = new Map(objects.filter(({ kind }) => kind === 'ConfigMap').map((map) => [map.metadata.name, map.data]));
  for (const object of objects) {
    if (object.kind === 'Secret') breach(object, 'a chart holds no secret; it names them');
    const pod = podOf(object);
    if (pod === undefined) continue;
    const labels = pod.metadata?.labels;
    if (!selects(object.spec.selector, labels)) breach(object, 'does not select its own pods');
    if (pod.spec.securityContext?.runAsNonRoot !== true || !(pod.spec.securityContext.runAsUser > 0)) breach(object, 'may run as root');
    if (pod.spec.securityContext?.seccompProfile?.type !== 'RuntimeDefault') breach(object, 'has no seccomp profile');
    if (pod.spec.automountServiceAccountToken !== false) breach(object, 'gets a token of the cluster');
    for (const kind of ['Ingress', 'Egress']) {
      const closed = policies.some(({ spec }) => spec.policyTypes.includes(kind) && selects(spec.podSelector, labels));
      if (!closed) breach(object, `no network policy closes its ${kind.toLowerCase()}`);
    }
    if (object.kind !== 'Job' && !budgets.some(({ spec }) => selects(spec.selector, labels))) breach(object, 'has no disruption budget');
    for (const container of containersOf(pod)) {
      const tell = (words) => breach(object, `${container.name} ${words}`);
      if (!isPinned(container.image)) tell(`has an image that can change: ${container.image}`);
      const security = container.securityContext ?? {};
      if (security.readOnlyRootFilesystem !== true) tell('can write to its root file system');
      if (security.allowPrivilegeEscalation !== false || security.privileged === true) tell('may gain privileges');
      if (!security.capabilities?.drop?.includes('ALL') || security.capabilities.add !== undefined) tell('keeps capabilities');
      for (const what of ['cpu', 'memory']) {
        if (container.resources?.limits?.[what] === undefined) tell(`has no limit of ${what}`);
        if (container.resources?.requests?.[what] === undefined) tell(`asks for no ${what}`);
      }
      for (const { name, value } of container.env ?? []) {
        if (value !== undefined && secretName.test(name)) tell(`has ${name} in the clear`);
      }
      for (const { mountPath, name } of container.volumeMounts ?? []) {
        const there = [...(pod.spec.volumes ?? []), ...(object.spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata)];
        if (!there.some((volume) => volume.name === name)) tell(`mounts ${name} at ${mountPath}, which is not there`);
      }
      if (!isOurs(container)) continue;
      const given = [
        ...(container.env ?? []).map(({ name }) => name),
        ...(container.envFrom ?? []).flatMap(({ configMapRef }) => Object.keys(configs.get(configMapRef?.name) ?? {})),
      ];
      for (const name of given.filter((one) => !settings.has(one))) tell(`is given ${name}, which no process knows`);
      const address = (container.env ?? []).find(({ name }) => name === 'DATABASE_URL')?.valueFrom?.secretKeyRef?.key;
      if (address !== undefined && address !== `${accountOf(programOf(container))}-url`) tell(`works under ${address}, which is another’s`);
      strangers(programOf(container), given, (container.volumeMounts ?? []).map(({ name }) => name)).forEach(tell);
    }
    for (const container of serving(pod)) {
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
        if (container[probe] === undefined) breach(object, `${container.name} has no ${probe}`);
      }
    }
  }
  for (const { kind, metadata, spec } of objects) {
    if (kind !== 'Service' && kind !== 'PodDisruptionBudget') continue;
    const selector = kind === 'Service' ? { matchLabels: spec.selector } : spec.selector;
    if (!objects.some((object) => selects(selector, podOf(object)?.metadata?.labels ?? {}) && podOf(object))) {
      found.push(`${kind} ${metadata.name}: selects no pod`);
    }
  }
  return found;
}

/** Ours run one of the compiled programs: `ledger`, or `schema` for one that lies in a folder of it. Undefined for others’. */
const programOf = ({ args = [], command = [] }) => {
  const [, app, part] = /(?:^|\n)dist\/apps\/([\w-]+)\/src\/(?:([\w-]+)\/)?main\.js(?:\n|$)/.exec([...args, ...command].join('\n')) ?? [];
  return part ?? app;
};
const isOurs = (container) => programOf(container) !== undefined;

/** @returns {string[]} */
export function breachesOfCompose({ services, networks = {} }, settings) {
  const found = [];
  for (const [name, service] of Object.entries(services)) {
    const tell = (words) => found.push(`service ${name}: ${words}`);
    const image = String(service.image).replace(/\$\{\w+:-([^}]*)\}/g, '$1');
    if (!isPinned(image)) tell(`has an image that can change: ${service.image}`);
    if (!/^[1-9]\d*:[1-9]\d*$/.test(service.user ?? '')) tell('may run as root');
    if (service.read_only !== true) tell('can write to its root file system');
    if (!service.cap_drop?.includes('ALL') || service.cap_add !== undefined || service.privileged === true) tell('keeps capabilities');
    if (!service.security_opt?.includes('no-new-privileges:true')) tell('may gain privileges');
    const limits = service.deploy?.resources?.limits;
    if (limits?.cpus === undefined || limits.memory === undefined) tell('has no limits');
    if (service.healthcheck === undefined && service.restart !== 'on-failure:10') tell('is never looked at');
    if (service.ports !== undefined && name !== 'ledger') tell('is open to the outside');
    for (const [variable, value] of Object.entries(service.environment ?? {})) {
      if (secretName.test(variable) && !/\$\{\w+:\?/.test(value) && /:[^/@]+@/.test(value)) tell(`has ${variable} in the clear`);
      if (isOurs({ args: service.command }) && !settings.has(variable)) tell(`is given ${variable}, which no process knows`);
    }
    const program = programOf({ args: service.command });
    if (program !== undefined) strangers(program, Object.keys(service.environment ?? {}), service.secrets ?? []).forEach(tell);
    const account = /\/\/covenant_(\w+):/.exec(service.environment?.DATABASE_URL ?? '')?.[1];
    if (program !== undefined && account !== undefined && account !== accountOf(program)) tell(`works under covenant_${account}, which is another’s`);
    const engine = !isOurs({ args: service.command });
    for (const network of service.networks ?? []) if (engine && networks[network]?.internal !== true) tell(`is on ${network}, which leads outside`);
  }
  return found;
}
