import { PublishedFile } from '../../../apps/notary/src/published-file.js';

/** The file of the published checkpoint, each write of which goes through a test's hands. */
export class FaultyFile extends PublishedFile {
  constructor(
    path: string,
    private readonly around: (write: () => Promise<void>) => Promise<void>,
  ) {
    super(path);
  }

  override write(note: Uint8Array): Promise<void> {
    return this.around(() => super.write(note));
  }
}
