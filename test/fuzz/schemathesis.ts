// Schemathesis makes requests out of the OpenAPI description, good and bad ones, and holds every answer to it.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonWith } from '../support/python.js';
import type { Target } from './target.js';

const folder = join(dirname(fileURLToPath(import.meta.url)), 'python');
const work = join(folder, '..', '..', '..', '.cache', 'fuzz');

export interface Campaign {
  readonly seed: number;
  /** Requests an operation, in each of its phases. */
  readonly examples: number;
  readonly phases: readonly ('examples' | 'coverage' | 'fuzzing' | 'stateful')[];
  /** Goes on until so many seconds are over. */
  readonly seconds?: number;
  /** Hears what it says as it goes; without it everything is in the report. */
  readonly onLine?: (line: string) => void;
}

export interface Found {
  /** Answers by caller and status. */
  readonly met: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly requests: number;
  readonly operations: number;
  /** What schemathesis said of what is wrong; empty when nothing is. */
  readonly wrong: string;
}

/** Installs it the first time. @throws where it could not be installed */
export const schemathesis = (): string => pythonWith(folder, 'fuzz');

export async function fuzz({ ledger, description, known }: Target, campaign: Campaign): Promise<Found> {
  const python = schemathesis();
  await mkdir(work, { recursive: true });
  const cwd = await mkdtemp(join(work, 'run-'));
  try {
    const [api, facts, met] = ['openapi.json', 'known.json', 'met.json'].map((name) => join(cwd, name)) as [string, string, string];
    await writeFile(api, JSON.stringify(description));
    await writeFile(facts, JSON.stringify(known));
    const { seed, examples, phases, seconds } = campaign;
    const words = [
      ...['-m', 'schemathesis.cli', '--config-file', join(folder, 'schemathesis.toml'), '--no-color', 'run', api, '--url', ledger.url],
      ...['--seed', String(seed), '--max-examples', String(examples), '--phases', phases.join(',')],
      ...(seconds === undefined ? [] : ['--max-time', String(seconds)]),
    ];
    const environment = { PYTHONPATH: folder, SCHEMATHESIS_HOOKS: 'hooks', COVENANT_FUZZ: facts, COVENANT_FUZZ_MET: met, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1' };
    const { status, said } = await run(python, words, { cwd, environment, onLine: campaign.onLine });
    const counted = await readFile(met, 'utf8').catch(() => '{}');
    const byCaller = JSON.parse(counted) as Found['met'];
    const requests = Object.values(byCaller).flatMap((statuses) => Object.values(statuses)).reduce((sum, count) => sum + count, 0);
    return {
      met: byCaller,
      requests,
      operations: Number(/Tested: +(\d+)/.exec(said)?.[1] ?? 0),
      wrong: status === 0 ? '' : said.slice(Math.max(0, said.search(/^=+ (?:FAILURES|ERRORS) =+$/m))),
    };
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

interface Surroundings {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly onLine: ((line: string) => void) | undefined;
}

function run(command: string, words: readonly string[], { cwd, environment, onLine }: Surroundings): Promise<{ status: number | null; said: string }> {
  const child = spawn(command, words, { cwd, env: { PATH: process.env['PATH'] ?? '', HOME: cwd, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said.push(text);
      onLine?.(text.trimEnd());
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, said: said.join('') }));
  });
}
