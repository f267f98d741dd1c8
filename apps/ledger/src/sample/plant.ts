import { type CommandRequest, keyedIds, KeyReused, type Receipt, Refused } from '@covenant/commands';
import { type Act, recordOf, requestOf } from './acts.js';

/** Where acts are planted: the same pipeline that every command takes. */
export interface Ground {
  execute(request: CommandRequest): Promise<Receipt>;
  /** Whether this event is in that record's history. */
  holds(stream: string, eventId: string): Promise<boolean>;
}

export interface Planted {
  readonly written: number;
  /** Acts that the rules no longer allow, because somebody has been at work on the record since. */
  readonly refused: readonly { readonly key: string; readonly code: string }[];
}

/**
 * Sends the acts in order. Each carries its own key, so a planting that was cut short goes on where it stopped, and
 * one that is complete (its last act is recorded) is left alone. An act that was planted earlier in other words, by
 * another version or on another day, stands as it was.
 * @throws StoreUnavailable; what was planted until then stays
 */
export async function plant(acts: readonly Act[], ground: Ground, signal: AbortSignal): Promise<Planted> {
  const refused: { key: string; code: string }[] = [];
  let written = 0;
  const last = acts.at(-1);
  if (last === undefined || (await isPlanted(last, ground))) return { written, refused };
  for (const act of acts) {
    if (signal.aborted) break;
    try {
      await ground.execute(requestOf(act));
      written += 1;
    } catch (error) {
      if (error instanceof Refused) refused.push({ key: act.key, code: error.refusal.code });
      else if (!(error instanceof KeyReused)) throw error;
    }
  }
  return { written, refused };
}

async function isPlanted(act: Act, ground: Ground): Promise<boolean> {
  return ground.holds(`${act.aggregate}-${recordOf(act)}`, keyedIds(act.by.actor.subject, act.key).event(0));
}
