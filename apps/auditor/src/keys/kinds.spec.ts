import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { formatProofFile, formatVerifierKey, inclusionProof, mlDsa44Signer, type NoteSigner, utf8 } from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { verifyEvidence } from '../evidence/verify-evidence.js';
import { mirror } from '../mirror/mirror.js';
import { monitor } from '../monitor/monitor.js';
import { nodeHasher } from '../node-crypto.js';
import { prove } from '../prove/prove.js';
import type { Report } from '../report/report.js';
import { mirrorFiles, scratch, writeFiles } from '../testing/copies.js';
import { LogServerDouble } from '../testing/log-server.js';
import { verify } from '../verify/verify.js';
import { witness } from '../witness/serve.js';

const origin = 'log.example/city';
const quick = testSigner(origin);
const lasting = mlDsa44Signer(origin, new Uint8Array(32).fill(7), () => 1_800_000_000);
const policyText = `${[quick, lasting].map(({ key }) => `log ${formatVerifierKey(key)}\n`).join('')}quorum none\n`;
const logOf = (signers: readonly NoteSigner[], first = testEntry(0)): TestLog =>
  new TestLog({ hasher: nodeHasher, origin, signers }).append(first, ...[1, 2, 3, 4].map((n) => testEntry(n)));
const ways = [
  ['both', [quick, lasting], undefined],
  ['Ed25519 alone', [quick], 'no ML-DSA-44 key'],
  ['ML-DSA-44 alone', [lasting], 'no Ed25519 key'],
] as const;

let dir: ReturnType<typeof scratch>;
beforeEach(() => {
  dir = scratch();
  writeFileSync(join(dir.path, 'policy'), policyText);
});
afterEach(() => dir.remove());

const say = ({ verdict, findings }: Pick<Report, 'verdict' | 'findings'>): string => `${verdict} ${findings.map((found) => JSON.stringify(found)).join(' ')}`;

it.each(ways)('a log of two kinds of key that signs with %s is opened so by every command', async (_, signers, missing) => {
  const policy = join(dir.path, 'policy');
  const log = logOf(signers);
  await using server = await LogServerDouble.start(await log.files());
  const copy = join(dir.path, 'copy');
  mkdirSync(copy);
  await writeFiles(copy, (await mirrorFiles(log, quick.key, [log.size])).set('policy', utf8(policyText)));
  writeFileSync(join(dir.path, 'event.json'), testEntry(3));
  writeFileSync(join(dir.path, 'proof'), formatProofFile({ index: 3, path: await inclusionProof(3, log.size, log.read), checkpoint: await log.checkpoint() }));
  const forked = { kept: await log.checkpoint(), served: await logOf(signers, testEntry(9)).checkpoint() };
  await writeFiles(join(dir.path, 'evidence'), new Map(Object.entries(forked)));
  const reports = {
    verify: await verify(copy),
    mirror: await mirror(server.url, join(dir.path, 'new'), { policy }),
    prove: prove(join(dir.path, 'event.json'), join(dir.path, 'proof'), { policy }),
    monitor: await monitor(server.url, join(dir.path, 'watch'), { policy, late: 1e9, silence: 1e9 }),
    evidence: await verifyEvidence(join(dir.path, 'evidence'), { policy }),
  };
  for (const [command, report] of Object.entries(reports)) {
    expect([command, say(report)]).toEqual([command, missing === undefined ? 'held ' : expect.stringMatching(`^failed .*-unsigned.*${missing} of ${origin}`)]);
  }
});

it.each([[quick], [lasting]])('a log that one kind signs holds with a policy that has no other', async (only) => {
  const copy = join(dir.path, 'copy');
  mkdirSync(copy);
  await writeFiles(copy, await mirrorFiles(logOf([only]), only.key, [5]));
  expect(say(await verify(copy))).toBe('held ');
  expect(say(await verify(copy, { key: formatVerifierKey(only.key) }))).toBe('held ');
});

it('a witness cosigns it, and answers 403 where one kind is missing', async () => {
  const ending = new AbortController();
  let ready: (url: string) => void = () => undefined;
  const at = new Promise<string>((resolve) => (ready = resolve));
  const options = { policy: join(dir.path, 'policy'), name: 'example.org/witness', listen: '127.0.0.1:0', signal: ending.signal, note: () => undefined, ready: (url: string) => ready(url) };
  const running = witness(join(dir.path, 'witness'), options);
  const url = await at;
  try {
    const statuses: number[] = [];
    for (const signers of [[quick], [lasting], [quick, lasting]]) {
      const body = `old 0\n\n${new TextDecoder().decode(await logOf(signers).checkpoint())}`;
      statuses.push((await fetch(`${url}/add-checkpoint`, { method: 'POST', body })).status);
    }
    expect(statuses).toEqual([403, 403, 200]);
  } finally {
    ending.abort();
    await running;
  }
});
