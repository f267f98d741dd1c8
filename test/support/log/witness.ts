import { createServer, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  ed25519Cosigner,
  emptyRoot,
  formatSignature,
  formatVerifierKey,
  fromBase64,
  type NoteVerifier,
  openCheckpoint,
  sameBytes,
  utf8,
  verifyConsistency,
} from '@covenant/transparency';

export interface Answer {
  readonly status: number;
  readonly body?: string;
}

/** A witness at the wire, as C2SP tlog-witness has it, which a test can make lie. */
export interface TestWitness {
  readonly name: string;
  /** Its line in a policy file. */
  readonly line: string;
  /** Entries of the tree that it cosigned last. */
  readonly size: number;
  /** Whom it takes checkpoints from. */
  trust(verifiers: readonly NoteVerifier[]): void;
  /** What it answers instead; undefined: the truth again. `honest` is what the truth would be. */
  lie(instead: ((honest: () => Promise<Answer>) => Answer | Promise<Answer>) | undefined): void;
  /** Resolves at the next request. */
  asked(): Promise<void>;
  close(): Promise<void>;
}

export async function startWitness(name: string, seed: number): Promise<TestWitness> {
  const signer = ed25519Cosigner(name, new Uint8Array(32).fill(seed), () => Math.floor(Date.now() / 1000));
  let known: readonly NoteVerifier[] = [];
  let seen = { size: 0, root: emptyRoot() };
  let lie: Parameters<TestWitness['lie']>[0];
  const waiting = new Set<() => void>();

  async function honest(body: string): Promise<Answer> {
    const end = body.indexOf('\n\n');
    const [oldLine = '', ...hashes] = body.slice(0, end).split('\n');
    const old = Number(/^old (\d+)$/.exec(oldLine)?.[1]);
    const path = hashes.map((hash) => fromBase64(hash) ?? new Uint8Array());
    const { size, root, note } = openCheckpoint(utf8(body.slice(end + 2)), known);
    if (old > size) return { status: 400 };
    if (old !== seen.size) return { status: 409, body: `${seen.size}\n` };
    if (old === size && !sameBytes(root, seen.root)) return { status: 409, body: `${seen.size}\n` };
    if (!verifyConsistency({ from: old, to: size, fromRoot: seen.root, toRoot: root, path })) return { status: 422 };
    seen = { size, root };
    const signature = await signer.sign(utf8(note.text));
    return { status: 200, body: formatSignature({ name: signer.name, keyId: signer.keyId, signature }) };
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const body = await text(request);
    for (const resolve of waiting) resolve();
    waiting.clear();
    if (request.method !== 'POST' || request.url !== `/${name}/add-checkpoint`) return { status: 404 };
    return lie === undefined ? honest(body) : lie(() => honest(body));
  }

  const server = createServer((request, reply) => {
    answer(request).then(
      ({ status, body }) => reply.writeHead(status).end(body),
      () => reply.writeHead(403).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    name,
    line: `witness ${name} ${formatVerifierKey(signer.key)} http://127.0.0.1:${port}/${name}`,
    get size() {
      return seen.size;
    },
    trust: (verifiers) => void (known = verifiers),
    lie: (instead) => void (lie = instead),
    asked: () => new Promise((resolve) => waiting.add(resolve)),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
