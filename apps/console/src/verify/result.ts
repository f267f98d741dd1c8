import { formatVerifierKey, shortKey, type FollowedKeys, type VerifierKey } from '@covenant/transparency';
import { failedStep, stepNames, type Checked, type StepName, type Steps } from './check.js';
import { el, type Child } from './dom.js';
import { code, drawing } from './drawing.js';
import type { SignatureLine } from './signatures.js';
import type { Shown, Words } from './words/words.js';

const marks: Readonly<Record<Shown, string>> = { held: '✓', failed: '✗', unreached: '–', unasked: '·' };

/** The verdict in one sentence, for the eye and for whoever has the page read out. */
export function verdict(checked: Checked, say: Words): string {
  const { proof } = checked.steps;
  if (checked.proven && proof.outcome === 'held') return say.proven(proof.file.index, proof.checkpoint.size, proof.checkpoint.origin);
  const failed = failedStep(checked);
  return say.refused(failed === undefined ? stepNames.length : stepNames.indexOf(failed) + 1);
}

/** Everything below the verdict: what the event is, and each step with its reasons. */
export function explained({ steps, proven }: Checked, say: Words): Child[] {
  const told: { readonly [S in StepName]: Child } = {
    event: event(steps.event, say),
    leaf: steps.leaf.outcome === 'held' ? [el('p', {}, say.leafHeld), el('p', {}, code(steps.leaf.hash))] : undefined,
    proof: proof(steps.proof, say),
    path: path(steps.path, say),
    keys: keys(steps.keys, say),
    signatures: signatures(steps.signatures, say),
    quorum: quorum(steps.quorum, say),
  };
  const items = stepNames.map((name) => {
    const outcome = shown(steps, name);
    const mark = el('span', { class: 'mark', 'aria-hidden': 'true' }, marks[outcome]);
    const title = el('h3', {}, say.steps[name], el('span', { class: 'outcome' }, ` ${say.outcomes[outcome]}`));
    return el('li', { class: outcome }, mark, title, outcome === 'unreached' ? el('p', {}, say.unreached) : told[name]);
  });
  const { event: read } = steps;
  const about =
    proven && read.outcome === 'held'
      ? el('p', {}, `${say.fact(read.entry.type, read.entry.revision, read.entry.stream, read.entry.recordedAt)} ${say.notTruth}`)
      : undefined;
  return [about, el('ol', { class: 'checks' }, items)];
}

function shown(steps: Steps, name: StepName): Shown {
  const { quorum, keys: followed } = steps;
  if (name === 'keys' && followed.outcome === 'held') return changesOf(followed).length === 0 ? 'unasked' : 'held';
  if (name !== 'quorum') return steps[name].outcome;
  return quorum.outcome === 'held' && !quorum.asked ? 'unasked' : quorum.outcome;
}

/** What the library says is in English, whatever language the page has. */
const detail = (text: string, say: Words): Child => el('p', { class: 'detail' }, `${say.detail} `, el('span', { lang: 'en' }, text));

function event(step: Steps['event'], say: Words): Child {
  if (step.outcome === 'unreached') return undefined;
  if (step.outcome === 'failed') return [el('p', {}, say.eventFailed), detail(step.detail, say)];
  return el('p', {}, `${say.eventHeld(step.bytes.length)}${step.rewritten ? ` ${say.eventRewritten}` : ''}`);
}

function proof(step: Steps['proof'], say: Words): Child {
  if (step.outcome === 'unreached') return undefined;
  if (step.outcome === 'failed') return [el('p', {}, say.proofFailed), detail(step.detail, say)];
  const { file, checkpoint } = step;
  return el('p', {}, say.proofHeld(file.index, checkpoint.size, checkpoint.origin, file.path.length));
}

function path(step: Steps['path'], say: Words): Child {
  if (step.outcome === 'unreached') return undefined;
  const { leaf, signed, steps } = step;
  if (steps === undefined) return el('p', {}, say.pathLength(step.outcome === 'failed' ? step.hashes : 0, step.index, step.size));
  const same = step.outcome === 'held';
  const roots = [say.leadsTo, code(steps.at(-1)?.parent ?? leaf), say.signedRoot, code(signed)].map((part, i) => (i % 2 === 0 ? el('dt', {}, part) : el('dd', {}, part)));
  return [el('p', {}, same ? say.pathHeld : say.pathFailed), el('dl', { class: 'roots' }, roots), drawing({ leaf, steps, signed, same }, say)];
}

/** Those that speak of keys which are known here. */
const changesOf = ({ told }: FollowedKeys): FollowedKeys['told'] => told.filter(({ event: change }) => change.kind !== 'unknown');

function keys(step: Steps['keys'], say: Words): Child {
  if (step.outcome === 'unreached') return undefined;
  if (step.outcome === 'failed') return [el('p', {}, say.keysFailed), detail(step.detail, say)];
  const changes = changesOf(step);
  if (changes.length === 0) return el('p', {}, say.keysUnasked);
  const short = (key: VerifierKey): string => shortKey(formatVerifierKey(key));
  const items = changes.map(({ number, event: change }) => {
    if (change.kind === 'ended') return el('li', {}, say.keyEnded(number, short(change.key)));
    if (change.kind === 'announced') return el('li', {}, say.keyAnnounced(number, short(change.change.key), short(change.change.replaces), change.change.bothUntil));
    return el('li', {}, `${say.keyRefused(number)} `, detail(change.reason, say));
  });
  return [el('p', {}, say.keysHeld), el('ol', { class: 'keys' }, items)];
}

function signatures(step: Steps['signatures'], say: Words): Child {
  if (step.outcome === 'unreached') return undefined;
  if (step.outcome === 'held') return [el('p', {}, say.signaturesHeld), signers(step.lines, say)];
  const { reason } = step;
  const why = el('p', {}, say.signaturesFailed[reason](step.detail));
  return [why, reason === 'policy' ? detail(step.detail, say) : signers(step.lines, say)];
}

function signers(lines: readonly SignatureLine[], say: Words): Child {
  const signs = { holds: '✓', broken: '✗', untimely: '·', ignored: '·' } as const;
  const items = lines.map((line) => {
    const at = line.at === undefined ? undefined : new Date(line.at * 1000).toISOString().replace('.000', '');
    const name = el('code', {}, `${line.name} ${line.keyId}`);
    return el('li', { class: line.outcome }, el('span', { 'aria-hidden': 'true' }, `${signs[line.outcome]} `), name, `: ${say.signature(line, at)}`);
  });
  return el('ul', { class: 'signers' }, items);
}

function quorum(step: Steps['quorum'], say: Words): Child {
  if (step.outcome === 'unreached') return undefined;
  if (step.outcome === 'failed') return el('p', {}, say.quorumFailed(step.cosigned, step.threshold, step.members));
  return el('p', {}, step.asked ? say.quorumHeld(step.cosigned) : say.quorumUnasked(step.cosigned));
}
