import { readFileSync } from 'node:fs';

/** The password that stands in the file now. Files are read anew for each use, so that a password can be changed while a process runs. */
export const passwordIn = (file: string): string => readFileSync(file, 'utf8').trimEnd();

/** Not a parameter of PostgreSQL's: it is taken out of the address here, wherever a connection is made of it. */
const parameter = 'covenant_password_file';

/** The address, with the file that has its password. */
export function withPasswordFile(url: string, file: string): string {
  const with_ = new URL(url);
  with_.searchParams.set(parameter, file);
  return with_.href;
}

/** The file that `withPasswordFile` named. */
export const passwordFileOf = (url: string): string | undefined =>
  (URL.canParse(url) ? new URL(url).searchParams.get(parameter) : null) ?? undefined;
