import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface PageFile {
  readonly type: string;
  readonly content: Buffer;
}

/** The files of apps/console, by name, as its build left them. */
export type ConsolePages = ReadonlyMap<string, PageFile>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Where they are seen from the built ledger, and from its sources. */
const places = ['../../../console/pages', '../../../../dist/apps/console/pages'].map((place) => join(import.meta.dirname, place));

/** Reads them once; they are small. None where nothing was built. */
export function readPages(): ConsolePages {
  const folder = places.find((place) => existsSync(place));
  const names = folder === undefined ? [] : readdirSync(folder);
  return new Map(
    names.flatMap((name) => {
      const type = types[extname(name)];
      return type === undefined || folder === undefined ? [] : [[name, { type, content: readFileSync(join(folder, name)) }] as const];
    }),
  );
}
