import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { Unchecked } from '../cli/exit.js';

/** The most that any file may have which no narrower limit is for. */
export const FILE_LIMIT = 1 << 23;

/** Room for one file after the other: new room for each costs as much as reading it. */
export class FileRoom {
  #bytes = Buffer.allocUnsafeSlow(1 << 17);

  /** A part of this room, which stands until another file is read into it. @throws Unchecked; and as the file system does */
  read(path: string, limit: number): Buffer {
    // Whoever opens a pipe waits for its writer; a pipe or a device without an end stands in a folder that somebody else made.
    const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      if (!fstatSync(file).isFile()) throw new Unchecked(`${path} cannot be read: it is no file, but a folder, a pipe or a device`);
      let length = 0;
      for (;;) {
        const read = readSync(file, this.#bytes, length, this.#bytes.length - length, null);
        if (read === 0) return this.#bytes.subarray(0, length);
        length += read;
        if (length > limit) throw new Unchecked(`${path} cannot be read: it has more than the ${limit} bytes that such a file may have`);
        if (length === this.#bytes.length) this.#bytes = Buffer.concat([this.#bytes], 2 * length);
      }
    } finally {
      closeSync(file);
    }
  }
}

/** A whole file, in room of its own. @throws as `FileRoom.read` */
export const readBounded = (path: string, limit: number): Buffer => new FileRoom().read(path, limit);
