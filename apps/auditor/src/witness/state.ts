import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MalformedError, parseCheckpoint, parseNote, type Checkpoint } from '@covenant/transparency';
import { Unchecked } from '../cli/exit.js';
import { writeWhole } from '../files/atomic.js';
import { MirrorDir } from '../files/mirror-dir.js';

export interface Cosigned extends Checkpoint {
  readonly note: Uint8Array;
}

/** The newest checkpoint that was cosigned of each log. Written by one process, which holds the folder's lock. */
export class WitnessState {
  readonly #dir: MirrorDir;

  constructor(private readonly path: string) {
    this.#dir = new MirrorDir(path);
  }

  /** Undefined where nothing was cosigned yet. @throws Unchecked: with a state that cannot be read nothing may be cosigned */
  latest(origin: string): Cosigned | undefined {
    const file = this.#file(origin);
    const note = this.#dir.read(file);
    if (note === undefined) return undefined;
    try {
      const checkpoint = parseCheckpoint(parseNote(note).text);
      if (checkpoint.origin === origin) return { ...checkpoint, note };
      throw new Unchecked(`${join(this.path, file)} is of another log`);
    } catch (error) {
      if (error instanceof MalformedError) throw new Unchecked(`${join(this.path, file)} cannot be read: ${error.message}`);
      throw error;
    }
  }

  /** When it resolves, the checkpoint survives the death of the machine. */
  async persist(origin: string, note: Uint8Array): Promise<void> {
    const path = join(this.path, this.#file(origin));
    await writeWhole(path, note);
    const folder = await open(dirname(path), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  #file(origin: string): string {
    return `cosigned/${createHash('sha256').update(origin).digest('hex')}`;
  }
}
