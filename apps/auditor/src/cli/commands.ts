import { history } from '../history/history.js';
import { verifyEvidence } from '../evidence/verify-evidence.js';
import { mirror } from '../mirror/mirror.js';
import { monitor } from '../monitor/monitor.js';
import { prove } from '../prove/prove.js';
import { refold } from '../refold/refold.js';
import { verify } from '../verify/verify.js';
import { witness } from '../witness/serve.js';
import type { Arguments, Command } from './command.js';
import { UsageError } from './exit.js';

const trust = {
  key: { value: 'VKEY', says: 'trust this key of the log, name+id+base64' },
  policy: { value: 'FILE', says: 'trust the keys of this policy, and ask for its quorum (C2SP tlog-policy)' },
} as const;

function trustOptions(args: Arguments): { key?: string; policy?: string } {
  const [key, policy] = [args.text('key'), args.text('policy')];
  return { ...(key === undefined ? {} : { key }), ...(policy === undefined ? {} : { policy }) };
}

/** Seconds, a whole number above 0. @throws UsageError */
function seconds(args: Arguments, option: string, otherwise: number): number {
  const text = args.text(option);
  if (text !== undefined && !/^[1-9][0-9]{0,8}$/.test(text)) throw new UsageError(`--${option} takes a whole number of seconds, not ${text}`);
  return text === undefined ? otherwise : Number(text);
}

const argument = ({ positionals }: Arguments, i: number): string => positionals[i] ?? '';

export const commands: readonly Command[] = [
  {
    name: 'mirror',
    usage: '<url> <dir>',
    summary: 'copy a log into a folder, checking every byte; run it again to go on or to bring the copy up to date',
    positionals: 2,
    options: trust,
    run: (args, around) => mirror(argument(args, 0), argument(args, 1), { ...trustOptions(args), ...around }),
  },
  {
    name: 'verify',
    usage: '<dir>',
    summary: 'check a copy, without any network: every entry, hash and signature, against every checkpoint kept before',
    positionals: 1,
    options: { ...trust, 'hashes-only': { says: 'leave out what the entries say: only hashes and signatures' } },
    run: (args, { progress }) =>
      verify(argument(args, 0), { ...trustOptions(args), hashesOnly: args.flag('hashes-only'), progress }),
  },
  {
    name: 'prove',
    usage: '<event.json> <proof.tlog-proof>',
    summary: 'check, without any network, that one event is in the log',
    positionals: 2,
    options: { ...trust, mirror: { value: 'DIR', says: 'trust the keys that this copy keeps' } },
    run(args) {
      const dir = args.text('mirror');
      const options = { ...trustOptions(args), ...(dir === undefined ? {} : { mirror: dir }) };
      return Promise.resolve(prove(argument(args, 0), argument(args, 1), options));
    },
  },
  {
    name: 'history',
    usage: '<dir> <stream>',
    summary: 'tell, from a copy that verifies, everything the log has of one record, without any network',
    positionals: 2,
    options: trust,
    run: (args, { progress }) => history(argument(args, 0), argument(args, 1), { ...trustOptions(args), progress }),
  },
  {
    name: 'refold',
    usage: '<dir> --against <url>',
    summary: 'compare every record, history and figure that a city shows with what its log says, by folding the entries anew',
    positionals: 1,
    options: { ...trust, against: { value: 'URL', says: 'the address of the city’s ledger' } },
    run(args, { progress }) {
      const against = args.text('against');
      if (against === undefined) throw new UsageError('name the ledger with --against URL');
      return refold(argument(args, 0), { ...trustOptions(args), against, progress });
    },
  },
  {
    name: 'monitor',
    usage: '<url> [--state DIR]',
    summary: 'watch a log for ever: a fork, a step back, silence or a late entry raises an alarm and leaves evidence',
    positionals: 1,
    options: {
      ...trust,
      state: { value: 'DIR', says: 'what was seen is kept here; default covenant-monitor' },
      every: { value: 'S', says: 'seconds from one look to the next; default 10' },
      late: { value: 'S', says: 'seconds in which an entry must be covered; default 60' },
      silence: { value: 'S', says: 'seconds without a sign of life that are silence; default 600' },
      once: { says: 'look once and report' },
    },
    run: (args, { tell, untilStopped }) =>
      monitor(argument(args, 0), args.text('state') ?? 'covenant-monitor', {
        ...trustOptions(args),
        ...(args.flag('once') ? {} : { every: seconds(args, 'every', 10) }),
        late: seconds(args, 'late', 60),
        silence: seconds(args, 'silence', 600),
        alarm: tell,
        tell,
        signal: untilStopped(),
      }),
  },
  {
    name: 'verify-evidence',
    usage: '<folder>',
    summary: 'check, without any network, that a folder of evidence shows what it says',
    positionals: 1,
    options: trust,
    run: (args) => verifyEvidence(argument(args, 0), trustOptions(args)),
  },
  {
    name: 'witness',
    usage: '<dir>',
    summary: 'serve as a witness (C2SP tlog-witness) of the logs in the policy: cosign what only grew; keys and state are in the folder',
    positionals: 1,
    options: {
      ...trust,
      name: { value: 'NAME', says: 'of new keys, such as example.org/witness' },
      listen: { value: 'HOST:PORT', says: 'where to take requests; default 127.0.0.1:7600' },
    },
    run(args, { note, untilStopped }) {
      const name = args.text('name');
      const listen = args.text('listen') ?? '127.0.0.1:7600';
      return witness(argument(args, 0), { ...trustOptions(args), ...(name === undefined ? {} : { name }), listen, note, signal: untilStopped() });
    },
  },
];
