// What the commands of this repository need before they run: the packages of the lock, and a build of the sources.
//
// Imports only node:*, because it runs when node_modules does not exist. Both steps are decided by content, not by
// dates: a marker in node_modules names the lock it was installed from, one in dist the sources it was built from.
// A marker is written last, so a step that was cut short is done again.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withLock } from './lock.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const modules = join(root, 'node_modules');
const installMarker = join(modules, '.covenant-install');
const dist = join(root, 'dist');
const buildMarker = join(dist, '.covenant-build');

/** A failure that is told in a sentence: printed without a stack, exit 1. */
export class Refused extends Error {}

/** Installs and builds what is missing or stale. `say` gets progress lines; nothing is printed when all is there. */
export async function prepare({ say, quiet = false, build = true }) {
  mkdirSync(join(root, '.cache'), { recursive: true });
  await withLock(join(root, '.cache', 'prepare.lock'), say, async () => {
    await install(say, quiet);
    if (build) await compile(say, quiet);
  });
}

async function install(say, quiet) {
  const wanted = digest([readFileSync(join(root, 'package-lock.json')), process.platform, process.arch]);
  if (read(installMarker) === wanted) return;
  if (!installedMatchesLock()) {
    say('Installing the packages of package-lock.json (the first time takes a minute or two) …');
    const started = Date.now();
    await run(npm(), ['ci', '--include=dev', '--no-fund', '--no-audit', quiet ? '--silent' : '--loglevel=error'], say, {
      failed: 'npm ci failed. It needs a package registry, or a warm package cache; its own words are above.',
    });
    say(`Packages installed in ${seconds(started)}.`);
  }
  writeFileSync(installMarker, wanted);
}

/** npm keeps a list of what it installed; a folder that somebody else filled from the same lock is as good. */
function installedMatchesLock() {
  const listed = read(join(modules, '.package-lock.json'));
  if (listed === undefined) return false;
  const installed = JSON.parse(listed).packages;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(locked).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    if (installed[path] === undefined) return entry.optional === true || entry.devOptional === true;
    return installed[path].version === entry.version && existsSync(join(root, path));
  });
}

async function compile(say, quiet) {
  const sources = sourceFiles();
  const wanted = digest(sources.map((file) => [relative(root, file), readFileSync(file)]).flat());
  if (read(buildMarker) === wanted) return;
  say('Building …');
  const started = Date.now();
  rmSync(buildMarker, { force: true });
  const nest = join(modules, '@nestjs', 'cli', 'bin', 'nest.js');
  await run([process.execPath, nest], ['build', 'ledger'], say, {
    failed: 'The build failed; the compiler’s words are above.',
    quiet,
  });
  pruneBuilt();
  await run([process.execPath, join(root, 'scripts', 'build-console.mjs')], [], say, { failed: 'The pages could not be built; the reason is above.', quiet });
  writeFileSync(buildMarker, wanted);
  say(`Built in ${seconds(started)}.`);
}

/** Everything that the build reads, in a fixed order. */
function sourceFiles() {
  const files = ['apps', 'libs'].flatMap((room) => walk(join(root, room)));
  const code = files.filter((file) => /\.(ts|css)$/.test(file) && !/\.(spec|contract)\.ts$/.test(file));
  const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'scripts/build-console.mjs'];
  return [...code, ...settings.map((name) => join(root, name))].sort();
}

/** Takes compiled files away whose source is gone: an old module must not go on answering imports. */
function pruneBuilt() {
  for (const file of walk(dist)) {
    const source = join(root, relative(dist, file)).replace(/\.(js|js\.map|d\.ts|d\.ts\.map)$/, '.ts');
    if (source.endsWith('.ts') && !existsSync(source)) rmSync(file);
  }
}

function walk(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (name === 'node_modules' || name.startsWith('.')) return [];
    return statSync(path).isDirectory() ? walk(path) : [path];
  });
}

/** The npm that runs us, or the one on the path. */
function npm() {
  const own = process.env.npm_execpath;
  if (own !== undefined && /npm-cli\.[cm]?js$/.test(own) && existsSync(own)) return [process.execPath, own];
  const beside = join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return existsSync(beside) ? [process.execPath, beside] : ['npm'];
}

/** Runs a program in the repository's folder; its output goes to stderr, so that stdout stays the command's own. */
async function run([file, ...first], args, say, { failed, quiet = false }) {
  const child = spawn(file, [...first, ...args], {
    cwd: root,
    stdio: ['ignore', quiet ? 'pipe' : process.stderr, quiet ? 'pipe' : process.stderr],
    shell: file === 'npm' && process.platform === 'win32',
  });
  const kept = [];
  child.stdout?.on('data', (chunk) => kept.push(chunk));
  child.stderr?.on('data', (chunk) => kept.push(chunk));
  const started = Date.now();
  const pulse = setInterval(() => say(`  … still at it, ${seconds(started)}`), 15_000);
  try {
    const status = await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(new Refused(`${file} could not be started: ${error.message}`)));
      child.once('close', (code, signal) => resolve(signal ?? code));
    });
    if (status === 0) return;
    process.stderr.write(Buffer.concat(kept));
    throw new Refused(failed);
  } finally {
    clearInterval(pulse);
  }
}

function digest(parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}

function read(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

const seconds = (since) => `${Math.max(1, Math.round((Date.now() - since) / 1000))} s`;

export const entry = (path) => join(dist, ...path.split('/'));

/** Turns this process into another program of the repository, as if Node had been started on it. */
export async function become(file, args) {
  if (!existsSync(file)) throw new Refused(`The build has no ${relative(root, file)}.`);
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
}
