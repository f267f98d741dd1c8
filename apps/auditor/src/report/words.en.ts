import type { Words } from './statements.js';

const entries = (first: number, last: number): string => (first === last ? `entry ${first}` : `entries ${first} to ${last}`);
const number = (value: number): string => value.toLocaleString('en');
const counted = (value: number, one: string, many = `${one}s`): string => `${number(value)} ${value === 1 ? one : many}`;
const sized = (size: number): string => counted(size, 'entry', 'entries');

/** The auditor in English. */
export const english: Words = {
  'checkpoint-missing': ({ path }) => `There is no ${path}: the copy is not complete.`,
  'checkpoint-malformed': ({ path, detail }) => `${path} is not a checkpoint (${detail}).`,
  'checkpoint-unsigned': ({ path, detail }) => `${path} is not signed as it must be: ${detail}.`,
  'checkpoint-name': ({ path, size }) => `${path} is the checkpoint of a tree of ${sized(size)}, which its name does not say.`,
  'checkpoint-not-kept': ({ path, size }) => `${path} and the checkpoint kept for its size, ${size}, are not the same.`,
  'other-log': ({ path, expected, found }) => `${path} is of another log: ${found}, where ${expected} was expected.`,
  'rolled-back': ({ size, kept }) =>
    `The log was rolled back: the newest checkpoint has ${sized(size)}, and one with ${kept} was kept before.`,
  'root-differs': ({ size, expected, found }) =>
    `${size === 1 ? 'The one entry does' : `The ${number(size)} entries do`} not make the tree that the log signed: the signed root is ${expected}, and what was found gives ${found}.`,
  'kept-root-differs': ({ size, expected, found }) =>
    `The log does not continue what it signed at ${sized(size)}: the root signed then is ${expected}, the one now is ${found}.`,
  'forked': ({ size, kept, evidence }) =>
    `The log has forked: what it signs now (${sized(size)}) does not continue what it signed before (${sized(kept)}). ` +
    `Both signed statements are in ${evidence}; show them to others.`,
  'served-older': ({ size, kept, evidence }) =>
    `The log serves an older state: ${sized(size)}, where ${kept} ${kept === 1 ? 'was' : 'were'} signed before. Both statements are in ${evidence}.`,
  'evidence-kept': ({ path }) => `An earlier run found that this log is not honest, and left the evidence in ${path}.`,

  'covered-late': ({ entry, recorded, seconds, evidence }) =>
    `Entry ${entry} says to have been recorded at ${recorded}, and a tree signed ${counted(seconds, 'second')} later does not have it: ` +
    `it was held back or dated back. The evidence is in ${evidence}.`,
  'silent': ({ url, seconds, since, size }) =>
    `${url} has given no sign of life for ${counted(seconds, 'second')}, since ${since}; it had ${sized(size)}.`,
  'watched': ({ url, looks, size }) =>
    `${url} was looked at ${looks === 1 ? 'once' : `${number(looks)} times`} and only grew; it has ${sized(size)}.`,
  'evidence-forked': ({ origin, size, kept }) =>
    `Shown: ${origin} signed two trees, of ${number(kept)} and of ${sized(size)}, that do not continue each other. It has forked.`,
  'evidence-rolled-back': ({ origin, size, kept, seconds }) =>
    `Shown: ${origin} signed a tree of ${sized(size)} ${counted(seconds, 'second')} after it had signed one of ${number(kept)}. It went back.`,
  'evidence-late': ({ origin, entry, recorded, seconds, size }) =>
    `Shown: ${origin} signed a tree of ${sized(size)} ${counted(seconds, 'second')} after the time that entry ${entry} gives ` +
    `itself (${recorded}), and did not have it then.`,
  'witness-ended': ({ url, cosigned }) => `The witness at ${url} has ended; it cosigned ${counted(cosigned, 'checkpoint')}.`,
  'evidence-unproven': ({ path }) => `What is in ${path} does not show, by signatures and hashes alone, that the log did wrong.`,

  'bundle-missing': ({ path, first, last }) => `${path} is missing: ${entries(first, last)} cannot be read.`,
  'bundle-malformed': ({ path, first, last, detail }) => `${path} cannot be read (${detail}): ${entries(first, last)}.`,
  'tile-missing': ({ path }) => `${path} is missing.`,
  'tile-length': ({ path, expected, found }) => `${path} has ${counted(found, 'byte')}; ${expected} ${expected === 1 ? 'was' : 'were'} expected.`,
  'tile-differs': ({ path, hash, expected, found }) => `Hash ${hash} in ${path} is ${found}; the entries give ${expected}.`,
  'tile-unproven': ({ path, detail }) => `${path} does not belong to the tree that the log signed (${detail}).`,
  'entry-differs': ({ entry, path, expected, found }) =>
    `Entry ${entry} (in ${path}) is not what the tree has: its hash is ${found}, and ${expected} was expected.`,
  'entry-malformed': ({ entry, detail }) => `Entry ${entry} is not a fact in its one right form (${detail}).`,
  'entry-out-of-order': ({ entry, stream, expected, found }) =>
    `Entry ${entry} has revision ${found} of ${stream}; ${expected} was expected: a fact of that record is missing, doubled or out of order.`,
  'entry-unproven': ({ path, entry, detail }) => `Entry ${entry}, in ${path}, is not what the log signed (${detail}).`,
  'bundle-incomplete': ({ path }) => `${path} is missing from the bundle.`,
  'bundle-differs': ({ path, line, expected, found }) =>
    `${path} is not what the entries say: in line ${line} it has “${found}”, where “${expected}” was expected.`,
  'bundle-verified': ({ path, keys }) =>
    `${path} and ${keys} are what these entries say, to the letter. That its policy names the right keys, no file can show: compare them.`,
  'bundle-other-version': ({ path, version, own }) =>
    `The log held. ${path}: not as this auditor writes it. It says to be of Covenant ${version}, this is ${own}, and they may word things otherwise: not compared. Read the entries themselves with “history”, or take the auditor of that version.`,
  'stray-file': ({ path }) => `${path} does not belong to a copy of a log.`,
  'more-findings': ({ count }) => `… and ${number(count)} more.`,

  'entry-unfoldable': ({ entry, detail }) =>
    `Entry ${entry} cannot be folded by this auditor (${detail}): it is of a newer ledger, or should not have been recorded.`,
  'row-differs': ({ path, row, member, expected, found, entry }) =>
    `${path}: ${row} shows ${found}${member === '' ? '' : ` as ${member}`}; by entry ${entry} it is ${expected}.`,
  'row-missing': ({ path, row, entry }) => `${path} does not show ${row}, which entry ${entry} recorded.`,
  'row-added': ({ path, row }) => `${path} shows ${row}, of which no entry speaks.`,
  'unanswered': ({ url, detail }) => `Some of ${url} did not answer (${detail}), and was not compared.`,
  'unjudged': ({ url, count, detail }) =>
    `${number(count)} row${count === 1 ? '' : 's'} or line${count === 1 ? '' : 's'} of ${url} may be of newer entries, which could not be had (${detail}): not judged.`,
  'followed': ({ url, kept, size }) => `${url} has recorded more than ${kept === 1 ? 'the one entry' : `the ${number(kept)} entries`} of the copy: what it has up to ${number(size)} was fetched, checked and folded too.`,

  'proof-malformed': ({ path, detail }) => `${path} is not a proof (${detail}).`,
  'proof-unsigned': ({ path, detail }) => `The checkpoint in ${path} is not signed as it must be: ${detail}.`,
  'proof-refused': ({ entry, size, origin }) =>
    `This event is not ${size === 1 ? 'the one entry' : `entry ${entry} of the ${number(size)} entries`} that ${origin} signed. One of the two, or both, were changed.`,
  'event-malformed': ({ path, detail }) => `${path} is not an event of the log (${detail}).`,
  'event-rewritten': ({ path }) => `${path} is written otherwise than the log writes it; the same members in the log’s form were checked.`,

  'policy-malformed': ({ path, detail }) => `${path} is not a trust policy (${detail}).`,
  'first-use': ({ origin, key }) =>
    `The key of ${origin} was taken on trust, as its server gave it, and will be expected from now on: ${key}. ` +
    'Compare it with one that you got in another way, or name it with --key or --policy.',
  'kept-trust': ({ path }) => `The signatures were checked with the keys in ${path}, kept when the copy was begun.`,
  'key-announced': ({ entry, key, replaces, bothUntil }) =>
    `The log changed a key: ${key} takes the place of ${replaces}, which signed the announcement in entry ${entry}; both sign until ${bothUntil} at the least.`,
  'key-retired': ({ entry, key }) => `The key ${key} of the log was retired in entry ${entry}; it counts for nothing that has this entry.`,
  'key-refused': ({ entry, reason }) => `Entry ${entry} speaks of the log’s keys and changes none: ${reason}.`,
  'no-witness': () => 'No witness is asked for: that everybody was shown the same log is not proven.',
  'witnessed': ({ witnesses }) => `Cosigned by the witnesses ${witnesses}.`,
  'signatures-ignored': ({ path, count }) => `${path} has ${count} more signature${count === 1 ? '' : 's'}, by keys that are not known here; nothing rests on them.`,
  'earlier-time': ({ entry, recorded, before, count }) =>
    `${number(count)} ${count === 1 ? 'entry says' : 'entries say'} to have been recorded well before an entry that stands earlier in the log; ` +
    `the first is entry ${entry}, at ${recorded}, after one of ${before}.`,
  'repaired': ({ path }) => `${path} was damaged and has been fetched again.`,
  'left-over': ({ path, count }) =>
    `${number(count)} file${count === 1 ? '' : 's'} that the tree does not need, such as ${path}, left by an interrupted run; not looked at.`,
  'contents-skipped': () => 'Only hashes and signatures were checked, not that the entries are well-formed and each record complete.',

  'mirrored': ({ origin, size, added, root, dir }) =>
    `${dir} holds ${origin} up to ${sized(size)} (${number(added)} new); its root is ${root}.`,
  'verified': ({ origin, size, checkpoints, signers, root }) =>
    `${size === 1 ? `The one entry of ${origin} is` : `All ${number(size)} entries of ${origin} are`} exactly what it signed (${signers}), and ${size === 1 ? 'continues' : 'continue'} ` +
    `${checkpoints === 1 ? 'the checkpoint kept' : `each of the ${number(checkpoints)} checkpoints kept`}. Root: ${root}.`,
  'proven': ({ entry, size, origin, type, stream, revision, recorded, role }) =>
    `Proven: ${type} is ${size === 1 ? 'the one entry' : `entry ${entry} of the ${number(size)}`} that ${origin} signed. It is number ${revision + 1} in the history of ` +
    `${stream}, recorded ${recorded} by ${role}. That it is recorded is proven; that it is true is not.`,
  'fact-unreadable': ({ type, version }) =>
    `${type} was recorded, in a form (version ${version}) that this auditor cannot read.`,
  'history-entry': ({ entry, recorded, effective, role, fact }) =>
    `Entry ${entry}, recorded ${recorded}${effective === undefined ? '' : ` with effect from ${effective}`} by ${role}: ${fact}`,
  'history': ({ stream, count, size, origin }) =>
    `${count === 1 ? 'This is the one entry' : `These are all ${number(count)} entries`} of ${stream} ${size === 1 ? 'that' : `among the ${number(size)} that`} ${origin} signed.`,
  'refolded': ({ url, size, records, cities, compared }) =>
    `${url} shows what its ${size === 1 ? 'one entry says' : `${number(size)} entries say`}: ${counted(records, 'record')} of ` +
    `${counted(cities, 'city', 'cities')}, ${counted(compared, 'row, line or figure', 'rows, lines and figures')} compared.`,
  'history-none': ({ stream, size, origin }) =>
    `${size === 1 ? `The one entry that ${origin} signed is not` : `None of the ${number(size)} entries that ${origin} signed is`} of ${stream}: it has no such record.`,
  'not-held': ({ count }) => `NOT HELD: ${number(count)} finding${count === 1 ? '' : 's'}.`,
};
