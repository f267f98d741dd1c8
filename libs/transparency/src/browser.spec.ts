import { createContext, Script } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { formatProofFile, formatVerifierKey, inclusionProof } from '@covenant/transparency';
import { TestLog, testEntry, testSigner } from './testing.js';

/** What a page would do with an event and its proof. */
const page = `
  import { canonicalJson, parseJson, parsePolicy, parseProofFile, parseVerifierKey, policyOfKey, trustPolicy, utf8, verifyProofFile } from '@covenant/transparency';
  export const check = (event, proof, key) => {
    const trust = trustPolicy(policyOfKey(parseVerifierKey(key)));
    try {
      const { origin, size } = verifyProofFile(parseProofFile(utf8(proof)), utf8(canonicalJson(parseJson(event))), trust.open);
      return origin + ' ' + size;
    } catch (error) {
      return error.name;
    }
  };
  export { parsePolicy };
`;

describe('the library in a browser', () => {
  it('is bundled without anything of Node, and proves a fact where there is nothing of Node', async () => {
    const { outputFiles } = await build({
      stdin: { contents: page, resolveDir: process.cwd() },
      bundle: true,
      write: false,
      platform: 'browser',
      format: 'iife',
      globalName: 'covenant',
      target: ['chrome110', 'firefox110', 'safari16'],
      tsconfig: 'tsconfig.json',
    });
    const code = outputFiles[0]?.text ?? '';
    expect(code).not.toMatch(/\brequire\(|\bprocess\.|\bBuffer\b|node:/);

    const log = new TestLog().append(...Array.from({ length: 300 }, (_, n) => testEntry(n)));
    const proof = Buffer.from(formatProofFile({ index: 7, path: await inclusionProof(7, 300, log.read), checkpoint: await log.checkpoint() })).toString();
    const key = formatVerifierKey(testSigner().key);
    // What every browser has, and nothing else.
    const context = createContext({ TextEncoder, TextDecoder, atob, btoa, crypto: globalThis.crypto });
    new Script(code).runInContext(context);
    const check = (event: string, of: string, by = key): unknown =>
      new Script(`covenant.check(${JSON.stringify(event)}, ${JSON.stringify(of)}, ${JSON.stringify(by)})`).runInContext(context);

    const event = Buffer.from(testEntry(7)).toString();
    expect(check(event, proof)).toBe('log.example/city 300');
    expect(check(JSON.stringify(JSON.parse(event), null, 2), proof)).toBe('log.example/city 300');
    expect(check(Buffer.from(testEntry(8)).toString(), proof)).toBe('UnprovenError');
    expect(check(event, proof.replace('index 7', 'index 6'))).toBe('UnprovenError');
    expect(check(event, proof, formatVerifierKey(testSigner('log.example/city', 8).key))).toBe('UnprovenError');
  }, 60_000);
});
