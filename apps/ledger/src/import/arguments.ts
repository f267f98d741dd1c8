import { parseArgs } from 'node:util';
import { isUuid } from '@covenant/platform';

/** The command line is wrong; the message says what would have been right. */
export class ImportUsage extends Error {}

export const kinds = ['upr', 'trc'] as const;
export type Kind = (typeof kinds)[number];

export interface ImportArguments {
  readonly kind: Kind;
  readonly file: string;
  /** An id or a slug. */
  readonly city: string;
  /** Without a slash at its end. */
  readonly url: string;
  /** Only rows about this State; `all` takes every row; absent means the city's own. */
  readonly state?: string;
  readonly dutyBearerId?: string;
  readonly token?: string;
  /** Commands on their way at once. */
  readonly lanes: number;
}

export const help = `npm run import -- upr FILE --city <id or slug>     UPR recommendations and pledges (UPR Info's CSV)
npm run import -- trc FILE --city <id or slug>     calls of the Truth and Reconciliation Commission

FILE is a CSV file in UTF-8 with a header row, gzipped or not. Running it again writes nothing twice.

  --url <address>          the ledger; default http://127.0.0.1:3000, or what PORT says
  --state <name | all>     upr: rows about this State under review; default: the city's own
  --duty-bearer <id>       who answers for the records; default: the city's “City administration”
  --token <jwt>            who imports: staff of that duty-bearer. Default: one by the embedded profile's own issuer
  --lanes <1-64>           commands on their way at once; default 16

Exit status 1 when a row was refused; the others went in.`;

/** @throws ImportUsage */
export function readImportArguments(args: readonly string[], environment: Readonly<Record<string, string | undefined>>): ImportArguments | 'help' {
  const { values, positionals } = parse(args);
  if (values.help === true) return 'help';
  const [kind, file, ...more] = positionals;
  if (kind === undefined || file === undefined || more.length > 0) throw new ImportUsage(`Name what to import and one file.\n\n${help}`);
  const known = kinds.find((one) => one === kind);
  if (known === undefined) throw new ImportUsage(`There is no import of “${kind}”; there are: ${kinds.join(', ')}.`);
  const { city, url = `http://127.0.0.1:${environment['PORT'] ?? 3000}`, state, token, 'duty-bearer': dutyBearerId, lanes = '16' } = values;
  if (city === undefined) throw new ImportUsage('Name the city: --city <id or slug>.');
  if (!isUuid(city) && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(city)) throw new ImportUsage('--city takes the id of a city or its slug, such as pittsburgh-pa.');
  if (!/^https?:\/\/./.test(url) || !URL.canParse(url)) throw new ImportUsage('--url takes an address such as http://127.0.0.1:3000.');
  if (dutyBearerId !== undefined && !isUuid(dutyBearerId)) throw new ImportUsage('--duty-bearer takes the id of a duty-bearer.');
  if (!/^([1-9]|[1-5]\d|6[0-4])$/.test(lanes)) throw new ImportUsage('--lanes takes a number from 1 to 64.');
  return {
    kind: known,
    file,
    city,
    url: url.replace(/\/+$/, ''),
    lanes: Number(lanes),
    ...(state === undefined ? {} : { state }),
    ...(token === undefined ? {} : { token }),
    ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
  };
}

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        city: { type: 'string' },
        url: { type: 'string' },
        state: { type: 'string' },
        'duty-bearer': { type: 'string' },
        token: { type: 'string' },
        lanes: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new ImportUsage(error instanceof Error ? error.message : String(error));
  }
};
