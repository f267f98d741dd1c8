import { DirectFeed } from '@covenant/event-feed';
import { allProjections, ReadModelBehind, rebuild, type RebuildStep } from '@covenant/read-models';
import type { OpenedParts } from './parts.js';

const words: Readonly<Record<RebuildStep, string>> = {
  fill: 'folding every event',
  index: 'making indexes',
  'catch-up': 'catching up',
  switch: 'switching',
  done: 'done',
};

/**
 * Makes the read models anew where another version of this code wrote them: until then they stand still. In the
 * distributed profile that is the operator's to time (`npm run rebuild`).
 */
export const renewReadModels = async (
  { store, outdated }: OpenedParts,
  ownerUrl: string | undefined,
  say: (line: string) => void,
): Promise<void> => {
  if (ownerUrl === undefined || !(await outdated())) return;
  say('The read models were made by another version; they are made anew …');
  let told: string | undefined;
  await rebuild({
    ownerUrl,
    store,
    feed: new DirectFeed(store),
    projections: allProjections(),
    onProgress: ({ step, events, head }) => {
      const share = head < 0n ? 100 : Math.min(100, Math.floor((events * 100) / (Number(head) + 1)));
      const line = step === 'fill' ? `  ${words.fill}: ${Math.floor(share / 10) * 10} %` : `  ${words[step]}`;
      if (line !== told) say(line);
      told = line;
    },
  });
};

/** Waits for the read models for a moment; where they need longer, the ledger starts and `/health/ready` shows it. */
export const untilCaughtUp = async ({ reading }: OpenedParts, say: (line: string) => void): Promise<boolean> => {
  try {
    await reading.currentAll();
    return true;
  } catch (error) {
    if (!(error instanceof ReadModelBehind)) throw error;
    say(
      error.stopped
        ? 'A read model has stopped before an event that it cannot take in; /health/ready names it. Recording goes on.'
        : 'The read models are still catching up; /health/ready shows how far they are.',
    );
    return false;
  }
};
