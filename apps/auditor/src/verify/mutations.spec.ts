import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  decodeBundle,
  ed25519Cosigner,
  encodeBundle,
  formatPolicy,
  fromUtf8,
  mlDsa44Signer,
  parseNote,
  formatNote,
  signCheckpoint,
  utf8,
  type Note,
  type NoteSigner,
} from '@covenant/transparency';
import { seeded, TestLog, testEntry, testSigner } from '../../../../libs/transparency/src/testing.js';
import { UsageError } from '../cli/exit.js';
import { nodeHasher } from '../node-crypto.js';
import { changeFiles, mirrorFiles, scratch, writeFiles, type Files } from '../testing/copies.js';
import { verify } from './verify.js';

/** 10,000 is what a release is held to; its result is in docs/reliability.md. */
const COUNT = Number(process.env['MUTATIONS'] ?? 2000);
/** Others for other mutations of the same kinds: several runs at once make the whole number. */
const SEED = Number(process.env['MUTATION_SEED'] ?? 20_260_101);
const SIZES = [1, 100, 256, 300];
const SIZE = 300;
/** What an older checkpoint covers: a change below it contradicts two signatures. */
const COVERED = 256;

const entries = Array.from({ length: SIZE }, (_, n) => testEntry(n));
const origin = 'log.example/city';
let clock = 1_800_000_000;
const now = (): number => clock;
const seedOf = (n: number): Uint8Array => new Uint8Array(32).fill(n);
const witnesses = [ed25519Cosigner('witness.example/a', seedOf(21), now), mlDsa44Signer('witness.example/b', seedOf(22), now), ed25519Cosigner('witness.example/c', seedOf(23), now)];
/** Keys of the same names that are not in the policy. */
const forgers = [ed25519Cosigner('witness.example/a', seedOf(31), now), mlDsa44Signer('witness.example/b', seedOf(32), now)];
/** The log's own keys, one of each kind; and a stranger's in its name. */
const own = [testSigner(origin), mlDsa44Signer(origin, seedOf(7), now)];
const strangers = [testSigner(origin, 8), mlDsa44Signer(origin, seedOf(8), now)];
/** The log's keys, and two of three witnesses. */
const policy = formatPolicy({
  logs: own.map(({ key }) => ({ key })),
  witnesses: witnesses.map(({ key }, i) => ({ name: `w${i}`, key })),
  groups: [{ name: 'two', threshold: 2, members: ['w0', 'w1', 'w2'] }],
  quorum: 'two',
});
const newLog = (of: readonly Uint8Array[], keys: readonly NoteSigner[] = own): TestLog =>
  new TestLog({ hasher: nodeHasher, signers: [...keys, ...witnesses.slice(0, 2)] }).append(...of);
const honest = newLog(entries);
const stranger = testSigner(origin, 8);
const checkpoints = ['checkpoint', ...SIZES.map((size) => `checkpoints/${size}`)];
const copy = scratch();
const dir = copy.path;
let files: Files;

beforeAll(async () => {
  files = (await mirrorFiles(honest, testSigner().key, SIZES)).set('policy', policy);
  await writeFiles(dir, files);
});
afterAll(() => copy.remove());

type Random = (below: number) => number;
type Mutation = (random: Random) => Files | Promise<Files>;

const pick = <T>(items: readonly T[], random: Random): T => {
  const item = items[random(items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
};
const anyFile = (random: Random): [string, Uint8Array] => pick([...files], random);
const changed = (path: string, content: Uint8Array): Files => new Map(files).set(path, content);

/** The checkpoint of one size otherwise signed, in both places where the newest is. */
const ofSize = (size: number, change: (note: Note) => Note): Files => {
  const note = formatNote(change(parseNote(files.get(`checkpoints/${size}`) ?? utf8(''))));
  const made = changed(`checkpoints/${size}`, note);
  return size === SIZE ? made.set('checkpoint', note) : made;
};

const flipBit = (bytes: Uint8Array, random: Random): Uint8Array => {
  const bit = random(bytes.length * 8);
  return bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
};

/** Changes the list of entries of one bundle; it may come out with another number of them. */
const inBundle = (change: (entries: Uint8Array[], random: Random) => Uint8Array[]): Mutation => (random) => {
  const [path, bundle] = pick([...files].filter(([name]) => name.startsWith('tile/entries/')), random);
  const width = path.endsWith('.p/44') ? 44 : 256;
  return changed(path, encodeBundle(change(decodeBundle(bundle, width), random).slice(0, 256)));
};

const swapped = (list: readonly Uint8Array[], a: number, b: number): Uint8Array[] =>
  list.map((item, i) => (i === a ? list[b] : i === b ? list[a] : item) ?? item);
const two = (length: number, random: Random): [number, number] => {
  const a = random(length);
  return [a, (a + 1 + random(length - 1)) % length];
};

const otherForms = [
  (text: string) => `${text} `,
  (text: string) => text.replace(',"', ', "'),
  (text: string) => text.replace(/^\{("actor":\{[^}]*\}),(.*)\}$/s, '{$2,$1}'),
  (text: string) => text.replace('commitment', '\\u0063ommitment'),
  (text: string) => text.replace('"schemaVersion":1', '"schemaVersion":1.0'),
];

/** The whole mirror of another history, with the older checkpoints that were kept of the true one. */
async function another(log: TestLog, key = testSigner().key): Promise<Files> {
  clock++;
  const made = await mirrorFiles(log, key, [log.size]);
  made.set('policy', files.get('policy') ?? new Uint8Array());
  for (const size of SIZES.filter((kept) => kept < SIZE)) made.set(`checkpoints/${size}`, files.get(`checkpoints/${size}`) ?? utf8(''));
  return made;
}

const changedHistory = (random: Random, below: number): Uint8Array[] => {
  const at = random(below);
  const kinds = [
    () => entries.with(at, testEntry(at, { data: { title: 'as if it had always been so' } })),
    () => entries.toSpliced(at, 1),
    () => entries.toSpliced(at, 0, testEntry(at, { id: '01980000-0000-7000-8000-ffffffffffff' })),
    () => swapped(entries, at, (at + 1) % below),
    () => entries.toSpliced(at, 0, entries[at] ?? testEntry(at)),
  ];
  return pick(kinds, random)();
};

const mutations: { readonly [name: string]: Mutation } = {
  'a flipped bit': (random) => {
    const [path, bytes] = anyFile(random);
    return changed(path, flipBit(bytes, random));
  },
  'a byte replaced': (random) => {
    const [path, bytes] = anyFile(random);
    const at = random(bytes.length);
    return changed(path, bytes.with(at, ((bytes[at] ?? 0) + 1 + random(255)) % 256));
  },
  'a file cut short': (random) => {
    const [path, bytes] = anyFile(random);
    return changed(path, bytes.slice(0, random(bytes.length)));
  },
  'a file with more at its end': (random) => {
    const [path, bytes] = anyFile(random);
    return changed(path, Uint8Array.of(...bytes, ...Array.from({ length: 1 + random(40) }, () => random(256))));
  },
  'a file gone': (random) => {
    // A kept checkpoint that is deleted is forgotten; the others are missed.
    const [path] = pick([...files].filter(([name]) => !/^checkpoints\/(1|100|256)$/.test(name)), random);
    return new Map([...files].filter(([name]) => name !== path));
  },
  'two files exchanged': (random) => {
    const [a, b] = two(files.size, random);
    const [[pathA, bytesA], [pathB, bytesB]] = [[...files][a] ?? ['', utf8('')], [...files][b] ?? ['', utf8('')]];
    return new Map(files).set(pathA, bytesB).set(pathB, bytesA);
  },
  'an entry dropped': inBundle((list, random) => list.toSpliced(random(list.length), 1)),
  'an entry repeated': inBundle((list, random) => {
    const at = random(list.length);
    return list.toSpliced(at, 0, list[at] ?? utf8(''));
  }),
  'an entry repeated in place of another': inBundle((list, random) => {
    const [a, b] = two(list.length, random);
    return list.with(a, list[b] ?? utf8(''));
  }),
  'two entries exchanged': inBundle((list, random) => swapped(list, ...two(list.length, random))),
  'entries in another order': inBundle((list, random) => {
    const by = 1 + random(list.length - 1);
    return [...list.slice(by), ...list.slice(0, by)];
  }),
  'an entry replaced': inBundle((list, random) => list.with(random(list.length), testEntry(1000 + random(1000)))),
  'an entry in another form of the same meaning': inBundle((list, random) => {
    const at = random(list.length);
    return list.with(at, utf8(pick(otherForms, random)(fromUtf8(list[at] ?? utf8('')) ?? '')));
  }),
  'another history with tiles to match, under the old checkpoint': async (random) => {
    const made = await another(newLog(changedHistory(random, SIZE).slice(0, SIZE).concat(entries).slice(0, SIZE)));
    return made.set('checkpoint', files.get('checkpoint') ?? utf8('')).set(`checkpoints/${SIZE}`, files.get(`checkpoints/${SIZE}`) ?? utf8(''));
  },
  'a fork signed by the log itself': async (random) => another(newLog(changedHistory(random, COVERED - 1))),
  'the same history signed with another key': async () =>
    another(newLog(entries, strangers), testSigner().key),
  'another history signed with another key, brought as its own': async (random) =>
    new Map(await another(newLog(changedHistory(random, SIZE), strangers), stranger.key)),
  'a rollback': async (random) => {
    const size = 1 + random(COVERED - 1);
    return another(newLog(entries.slice(0, size)));
  },
  'a rollback of the checkpoint alone': (random) =>
    changed('checkpoint', files.get(`checkpoints/${pick([1, 100, 256], random)}`) ?? utf8('')),
  'a checkpoint of another size or root under the old signature': (random) => {
    const path = pick(checkpoints, random);
    const text = fromUtf8(files.get(path) ?? utf8('')) ?? '';
    const lines = text.split('\n');
    return changed(path, utf8(lines.with(1, String(Number(lines[1]) + 1 + random(9))).join('\n')));
  },
  'a kept checkpoint of a tree that never was': async (random) => {
    const size = pick([1, 100, 256], random);
    const root = nodeHasher.leaf(utf8(String(random(1e9))));
    return changed(`checkpoints/${size}`, await signCheckpoint({ origin: honest.origin, size, root }, honest.signers));
  },
  'a cosignature moved to another checkpoint': async (random) => {
    // What a witness signed of an older tree, under the newest that the log signed alone.
    const older = parseNote(files.get(`checkpoints/${pick([1, 100, 256], random)}`) ?? utf8(''));
    const alone = parseNote(await signCheckpoint({ origin, size: SIZE, root: honest.root(SIZE) }, own));
    const moved = older.signatures.filter(({ name }) => name !== origin);
    return changed(pick(['checkpoint', `checkpoints/${SIZE}`], random), formatNote({ ...alone, signatures: [...alone.signatures, ...moved] }));
  },
  'a cosignature with another time': (random) => {
    const path = pick(checkpoints, random);
    const note = parseNote(files.get(path) ?? utf8(''));
    const at = own.length + random(note.signatures.length - own.length);
    const signatures = note.signatures.map((line, i) => (i === at ? { ...line, signature: line.signature.with(random(8), random(256)) } : line));
    return changed(path, formatNote({ ...note, signatures }));
  },
  'a cosignature of the same name by another key': async (random) => {
    const size = pick(SIZES, random);
    const signers = [...own, pick(forgers, random), pick(witnesses, random)];
    return changed(`checkpoints/${size}`, await signCheckpoint({ origin, size, root: honest.root(size) }, signers));
  },
  'a cosignature too few': (random) => {
    const path = pick(checkpoints, random);
    const note = parseNote(files.get(path) ?? utf8(''));
    return changed(path, formatNote({ ...note, signatures: note.signatures.toSpliced(own.length + random(2), 1) }));
  },
  'one cosignature twice in place of two': (random) => {
    const path = pick(checkpoints, random);
    const note = parseNote(files.get(path) ?? utf8(''));
    const one = pick(note.signatures.slice(own.length), random);
    return changed(path, formatNote({ ...note, signatures: [...note.signatures.slice(0, own.length), one, one] }));
  },
  'one of the log’s own signatures taken out': (random) =>
    ofSize(pick(SIZES, random), (note) => ({ ...note, signatures: note.signatures.toSpliced(random(own.length), 1) })),
  'one of the log’s own signatures replaced by another key’s of its kind': async (random) => {
    const size = pick(SIZES, random);
    const at = random(own.length);
    const foreign = parseNote(await signCheckpoint({ origin, size, root: honest.root(size) }, strangers)).signatures;
    return ofSize(size, (note) => ({ ...note, signatures: note.signatures.map((line, i) => (i === at ? (foreign[i] ?? line) : line)) }));
  },
  'one of the log’s own signatures twice in place of both': (random) =>
    ofSize(pick(SIZES, random), (note) => {
      const one = pick(note.signatures.slice(0, own.length), random);
      return { ...note, signatures: [one, one, ...note.signatures.slice(own.length)] };
    }),
  'the cosignatures without the log’s own signatures': (random) => {
    const path = pick(checkpoints, random);
    const note = parseNote(files.get(path) ?? utf8(''));
    return changed(path, formatNote({ ...note, signatures: note.signatures.slice(own.length) }));
  },
  'a fork that the witnesses cosigned as well': async (random) => another(newLog(changedHistory(random, COVERED - 1))),
  'a kept checkpoint of another key': async (random) => {
    const size = pick(SIZES, random);
    const root = honest.root(size);
    return changed(`checkpoints/${size}`, await signCheckpoint({ origin: honest.origin, size, root }, [stranger, ...witnesses]));
  },
};

const same = (a: Files, b: Files): boolean =>
  a.size === b.size && [...a].every(([path, content]) => Buffer.compare(content, b.get(path) ?? utf8('')) === 0);

it('passes while nothing was touched', async () => {
  expect(await verify(dir)).toMatchObject({ verdict: 'held', findings: [] });
});

it(`refuses each of ${COUNT} seeded mutations`, async () => {
  const next = seeded(SEED);
  const random: Random = (below) => Math.floor(next() * below);
  const names = Object.keys(mutations);
  const passed: string[] = [];
  let made = 0;
  for (let n = 0; n < COUNT; n++) {
    const name = names[n % names.length] ?? '';
    const mutated = await mutations[name]?.(random);
    if (mutated === undefined || same(mutated, files)) continue;
    made++;
    await changeFiles(dir, files, mutated);
    try {
      if ((await verify(dir)).verdict === 'held') passed.push(`${n}: ${name}`);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error; // no key left to check with: not passed either
    }
    await changeFiles(dir, mutated, files);
  }
  expect(passed).toEqual([]);
  expect(made).toBeGreaterThan(COUNT * 0.97);
  expect(await verify(dir)).toMatchObject({ verdict: 'held' });
}, 1_800_000);
