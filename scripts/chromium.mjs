// Where a Chromium is that tests may drive: CHROMIUM names one, or it is looked for on the path.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The program, or undefined where there is none. */
export function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** Why no browser can be had on this machine, in a sentence; undefined when it can. */
export function whyNoChromium() {
  return chromium() === undefined ? 'They need Chromium (Debian: apt-get install chromium), or CHROMIUM naming one' : undefined;
}
