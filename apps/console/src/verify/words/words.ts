import type { SignatureLine } from '../signatures.js';
import type { StepName } from '../check.js';

/** How a step came out, as it is shown: a quorum that the policy does not ask for neither held nor failed. */
export type Shown = 'held' | 'failed' | 'unreached' | 'unasked';

/** Everything that the page says, in each of its languages. A missing sentence does not compile. */
export interface Words {
  /** What its own language is called in it. */
  readonly language: string;
  readonly title: string;
  readonly heading: string;
  readonly home: string;
  readonly skip: string;
  readonly languages: string;
  readonly intro: string;
  readonly noScript: string;
  readonly given: string;
  readonly event: string;
  readonly eventHint: string;
  readonly proof: string;
  readonly proofHint: string;
  readonly policy: string;
  readonly policyHint: string;
  readonly keys: string;
  readonly keysHint: string;
  readonly policyFrom: Readonly<Record<'server' | 'reader' | 'nowhere', string>>;
  readonly choose: string;
  readonly chooseHint: string;
  readonly check: string;
  readonly empty: string;
  readonly fetching: string;
  readonly waiting: string;
  readonly badLink: string;
  readonly unanswered: (path: string, detail: string) => string;
  readonly took: (file: string, as: 'event' | 'proof' | 'policy' | 'keys') => string;
  readonly unknownFile: (file: string) => string;
  readonly result: string;
  readonly proven: (entry: number, size: number, origin: string) => string;
  readonly fact: (type: string, revision: number, stream: string, recorded: string) => string;
  readonly notTruth: string;
  readonly refused: (step: number) => string;
  readonly steps: Readonly<Record<StepName, string>>;
  readonly outcomes: Readonly<Record<Shown, string>>;
  readonly unreached: string;
  readonly detail: string;
  readonly eventHeld: (bytes: number) => string;
  readonly eventRewritten: string;
  readonly eventFailed: string;
  readonly leafHeld: string;
  readonly proofHeld: (entry: number, size: number, origin: string, hashes: number) => string;
  readonly proofFailed: string;
  readonly pathHeld: string;
  readonly pathFailed: string;
  readonly pathLength: (hashes: number, entry: number, size: number) => string;
  readonly leadsTo: string;
  readonly signedRoot: string;
  readonly picture: (steps: number, same: boolean) => string;
  readonly legend: string;
  readonly table: string;
  readonly columns: Readonly<Record<'step' | 'neighbour' | 'side' | 'makes', string>>;
  readonly sides: Readonly<Record<'left' | 'right', string>>;
  readonly keysHeld: string;
  readonly keysUnasked: string;
  readonly keysFailed: string;
  readonly keyAnnounced: (entry: number, key: string, replaces: string, bothUntil: string) => string;
  readonly keyEnded: (entry: number, key: string) => string;
  readonly keyRefused: (entry: number) => string;
  readonly signaturesHeld: string;
  readonly signaturesFailed: Readonly<Record<'policy' | 'broken' | 'untimely' | 'unsigned' | 'kind', (detail: string) => string>>;
  readonly signature: (line: SignatureLine, at: string | undefined) => string;
  readonly quorumHeld: (cosigned: readonly string[]) => string;
  readonly quorumUnasked: (cosigned: readonly string[]) => string;
  readonly quorumFailed: (cosigned: readonly string[], threshold: number, members: readonly string[]) => string;
}
