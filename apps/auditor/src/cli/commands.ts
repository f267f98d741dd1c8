import type { Arguments, Command } from './command.js';
import { UsageError } from './exit.js';

const trust = {
  key: { value: 'VKEY' },
  policy: { value: 'FILE' },
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

/** Each loads what it does when it is called: a short check is not to wait for the domain that only `refold` needs. */
export const commands: readonly Command[] = [
  {
    name: 'mirror',
    usage: '<url> <dir>',
    positionals: 2,
    options: trust,
    run: async (args, around) => (await import('../mirror/mirror.js')).mirror(argument(args, 0), argument(args, 1), { ...trustOptions(args), ...around }),
  },
  {
    name: 'verify',
    usage: '<dir>',
    positionals: 1,
    options: { ...trust, 'hashes-only': {} },
    run: async (args, { progress }) =>
      (await import('../verify/verify.js')).verify(argument(args, 0), { ...trustOptions(args), hashesOnly: args.flag('hashes-only'), progress }),
  },
  {
    name: 'prove',
    usage: '<event.json> <proof.tlog-proof>',
    positionals: 2,
    options: { ...trust, mirror: { value: 'DIR' } },
    async run(args) {
      const dir = args.text('mirror');
      const options = { ...trustOptions(args), ...(dir === undefined ? {} : { mirror: dir }) };
      return (await import('../prove/prove.js')).prove(argument(args, 0), argument(args, 1), options);
    },
  },
  {
    name: 'history',
    usage: '<dir> <stream>',
    positionals: 2,
    options: trust,
    run: async (args, { progress, language }) => (await import('../history/history.js')).history(argument(args, 0), argument(args, 1), { ...trustOptions(args), progress, language }),
  },
  {
    name: 'refold',
    usage: '<dir> --against <url>',
    positionals: 1,
    options: { ...trust, against: { value: 'URL' } },
    async run(args, { progress, language }) {
      const against = args.text('against');
      if (against === undefined) throw new UsageError('name the ledger with --against URL');
      return (await import('../refold/refold.js')).refold(argument(args, 0), { ...trustOptions(args), against, progress, language });
    },
  },
  {
    name: 'monitor',
    usage: '<url> [--state DIR]',
    positionals: 1,
    options: {
      ...trust,
      state: { value: 'DIR' },
      every: { value: 'S' },
      late: { value: 'S' },
      silence: { value: 'S' },
      once: {},
    },
    run: async (args, { tell, untilStopped }) =>
      (await import('../monitor/monitor.js')).monitor(argument(args, 0), args.text('state') ?? 'covenant-monitor', {
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
    positionals: 1,
    options: trust,
    run: async (args) => (await import('../evidence/verify-evidence.js')).verifyEvidence(argument(args, 0), trustOptions(args)),
  },
  {
    name: 'witness',
    usage: '<dir>',
    positionals: 1,
    options: {
      ...trust,
      name: { value: 'NAME' },
      listen: { value: 'HOST:PORT' },
    },
    async run(args, { note, untilStopped }) {
      const name = args.text('name');
      const listen = args.text('listen') ?? '127.0.0.1:7600';
      return (await import('../witness/serve.js')).witness(argument(args, 0), { ...trustOptions(args), ...(name === undefined ? {} : { name }), listen, note, signal: untilStopped() });
    },
  },
];
