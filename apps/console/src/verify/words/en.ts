import type { Words } from './words.js';

const number = (value: number): string => value.toLocaleString('en');
const list = new Intl.ListFormat('en');

/** The page in English. */
export const english: Words = {
  language: 'English',
  title: 'Check a fact · Covenant',
  heading: 'Check a fact yourself',
  home: 'Covenant',
  skip: 'Skip to the content',
  languages: 'Language',
  intro:
    'Give an event of the ledger and its proof. They are checked here, in your browser: nothing that you paste or choose leaves your computer. Once this page is open it works without a network.',
  noScript: 'This page computes, and needs JavaScript for it. Without it, the auditor on the command line checks the same files.',
  given: 'What is to be checked',
  event: 'The event',
  eventHint: 'JSON, as the log gives it under /log/entries/. A copy that was indented will do.',
  proof: 'Its proof',
  proofHint: 'A .tlog-proof file, as the log gives it under /log/proofs/.',
  policy: 'Whom to trust',
  policyHint: 'A trust policy (C2SP tlog-policy): the keys of the log, its witnesses, and how many of them must have signed.',
  keys: 'Changes of its keys',
  keysHint: 'Only where the log has changed a key: what it answers under /log/keys, or the keys.json of a bundle. Nothing in it counts but what the key before has signed.',
  policyFrom: {
    server:
      'These keys came from this server: trust on first use. Whoever could show you a forged log could show you forged keys with it. Compare them with keys that you got in another way, or put those in their place.',
    reader: 'You put these keys here yourself. Those of this server are not used.',
    nowhere: 'This server gave no keys. Put the policy here that you trust.',
  },
  choose: 'Choose files',
  chooseHint: 'Or drop them anywhere on this page. An event, a proof, a policy and changes of keys are told apart by what is in them.',
  check: 'Check',
  empty: 'An event and a proof are needed.',
  fetching: 'Fetching the event and its proof …',
  waiting: 'Recorded a moment ago: waiting for the log to sign it …',
  badLink: 'The link does not name a proof of this log. Paste or choose the event and its proof.',
  unanswered: (path, detail) => `${path} could not be fetched (${detail}).`,
  took: (file, as) => `${file} was taken as ${{ event: 'the event', proof: 'the proof', policy: 'the policy', keys: 'the changes of keys' }[as]}.`,
  unknownFile: (file) => `${file} is not an event, a proof, a policy or changes of keys.`,
  result: 'The result',
  proven: (entry, size, origin) => `Proven: this event is entry ${number(entry)} of the ${number(size)} that ${origin} signed.`,
  fact: (type, revision, stream, recorded) => `It is ${type}, number ${revision + 1} in the history of ${stream}, recorded ${recorded}.`,
  notTruth: 'That it was recorded is proven. Whether it is true is not.',
  refused: (step) => `Not proven: step ${step} does not hold.`,
  steps: {
    event: 'The event has its one right form',
    leaf: 'Its fingerprint',
    proof: 'The proof can be read',
    path: 'The fingerprint leads to the signed root',
    keys: 'Which keys sign a tree of that size',
    signatures: 'The log signed that root',
    quorum: 'Enough witnesses saw it',
  },
  outcomes: { held: 'holds', failed: 'does not hold', unreached: 'not reached', unasked: 'not asked for' },
  unreached: 'It stands on a step that does not hold.',
  detail: 'In the words of the checker:',
  eventHeld: (bytes) => `Written in the one form that every fact has (RFC 8785), it is ${number(bytes)} bytes long.`,
  eventRewritten: 'Your copy was written otherwise; the same members were put into that form.',
  eventFailed: 'This is not an event of a log.',
  leafHeld: 'SHA-256 over a zero byte and those bytes. A single changed letter gives quite another one:',
  proofHeld: (entry, size, origin, hashes) =>
    `It says: entry ${number(entry)} of the ${number(size)} of ${origin}. It brings ${number(hashes)} neighbouring ${hashes === 1 ? 'fingerprint' : 'fingerprints'} and the statement that the log signed.`,
  proofFailed: 'This is not a proof.',
  pathHeld: 'Joined with one neighbour after the other, the fingerprint ends in exactly the root that was signed. Only the event that was recorded leads there.',
  pathFailed: 'The way ends in another root than the one that was signed. The event or the proof is not what was recorded.',
  pathLength: (hashes, entry, size) => `${number(hashes)} neighbours cannot be the way from entry ${number(entry)} to the root of ${number(size)}.`,
  leadsTo: 'The way leads to',
  signedRoot: 'The signed root is',
  picture: (steps, same) =>
    `Drawing: the fingerprint at the bottom, joined with ${steps} ${steps === 1 ? 'neighbour' : 'neighbours'} on the way up; at the top the root that this gives, which is ${same ? 'the same as' : 'not the same as'} the signed root.`,
  legend: 'Rounded: computed here. Square: brought by the proof. Double frame: signed by the log.',
  table: 'The way in full',
  columns: { step: 'Step', neighbour: 'Neighbour', side: 'Its side', makes: 'Together they make' },
  sides: { left: 'left', right: 'right' },
  keysHeld: 'The log has changed its keys. From those that you trust, each change leads to the next key, and the key before it signed it:',
  keysUnasked: 'No change of the log’s keys was given: those that you trust count, and no others.',
  keysFailed: 'These are not entries about the keys of a log.',
  keyAnnounced: (entry, key, replaces, bothUntil) => `Entry ${number(entry)}: ${key} takes the place of ${replaces}, which signed this; both sign until ${bothUntil} at the least.`,
  keyEnded: (entry, key) => `Entry ${number(entry)}: ${key} was retired, and counts under no tree that has this entry.`,
  keyRefused: (entry) => `Entry ${number(entry)} speaks of keys and changes none.`,
  signaturesHeld: 'The root is signed by each kind of key that you trust for this log, and no signature by a known key is wrong:',
  signaturesFailed: {
    policy: () => 'Whom to trust cannot be read: it is not a trust policy.',
    broken: (name) => `A signature in the name of ${name} does not hold: the statement or the signature was changed.`,
    untimely: (origin) => `No key that signs a tree of that size for ${origin} signed this; one of another time did.`,
    unsigned: (origin) => `No key that you trust for ${origin} signed this.`,
    kind: (kind) => `No ${kind} key that you trust for this log signed this, and each kind that signs for it must have: one alone may be forged one day.`,
  },
  signature: ({ by, outcome, algorithm }, at) => {
    if (by === 'unknown') return 'a key that is not known here; not checked, and nothing rests on it';
    const who = by === 'log' ? 'the log' : 'a witness';
    if (outcome === 'untimely') return `${who}, ${algorithm ?? ''}: of another time: it signs no tree of this size, and does not count`;
    return `${who}, ${algorithm ?? ''}: ${outcome === 'holds' ? 'holds' : 'does not hold'}${at === undefined ? '' : `, made ${at}`}`;
  },
  quorumHeld: (cosigned) => `Cosigned by ${list.format(cosigned)}: whoever trusts them knows that everybody was shown the same log.`,
  quorumUnasked: (cosigned) =>
    `The policy asks for no witness${cosigned.length === 0 ? '' : `; ${list.format(cosigned)} cosigned nevertheless`}. That everybody was shown the same log is not proven.`,
  quorumFailed: (cosigned, threshold, members) =>
    `The policy asks for ${threshold} of ${list.format(members)}; ${cosigned.length === 0 ? 'none has cosigned' : `cosigned by ${list.format(cosigned)} only`}.`,
};
