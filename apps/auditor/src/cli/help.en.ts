import type { HelpWords } from './help-words.js';

export const helpInEnglish: HelpWords = {
  intro: "Checks a city's public log. Trusts nobody but the keys you name.",
  exits: 'Exit status: 0 everything held; 1 something did not; 2 the command was not understood; 3 it could not be checked.',
  usage: 'usage:',
  unchecked: 'could not be checked:',
  summaries: {
    mirror: 'copy a log into a folder, checking every byte; run it again to go on or to bring the copy up to date',
    verify: 'check a copy, without any network: every entry, hash and signature, against every checkpoint kept before',
    prove: 'check, without any network, that one event is in the log',
    history: 'tell, from a copy that verifies, everything the log has of one record, without any network',
    refold: 'compare every record, history and figure that a city shows with what its log says, by folding the entries anew',
    monitor: 'watch a log for ever: a fork, a step back, silence or a late entry raises an alarm and leaves evidence',
    'verify-evidence': 'check, without any network, that a folder of evidence shows what it says',
    witness: 'serve as a witness (C2SP tlog-witness) of the logs in the policy: cosign what only grew; keys and state are in the folder',
  },
  options: {
    key: 'trust this key of the log, name+id+base64',
    policy: 'trust the keys of this policy, and ask for its quorum (C2SP tlog-policy)',
    'hashes-only': 'leave out what the entries say: only hashes and signatures',
    mirror: 'trust the keys that this copy keeps',
    against: 'the address of the city’s ledger',
    state: 'what was seen is kept here; default covenant-monitor',
    every: 'seconds from one look to the next; default 10',
    late: 'seconds in which an entry must be covered; default 60',
    silence: 'seconds without a sign of life that are silence; default 600',
    once: 'look once and report',
    name: 'of new keys, such as example.org/witness',
    listen: 'where to take requests; default 127.0.0.1:7600',
    json: 'print the result as JSON',
    lang: 'language of the result; default that of LANG',
  },
};
