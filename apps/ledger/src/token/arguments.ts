import { parseArgs } from 'node:util';
import { isUuid } from '@covenant/platform';

/** The command line is wrong; the message says what would have been right. */
export class TokenUsage extends Error {}

export interface TokenArguments {
  readonly roles: readonly string[];
  readonly subject: string;
  /** Seconds. */
  readonly lifetime: number;
  /** An id or a slug. */
  readonly city?: string;
  readonly dutyBearerId?: string;
  /** Address of an issuer that serves this folder's key. */
  readonly issuer?: string;
  /** Make the key where no ledger has been started yet. */
  readonly create?: true;
  /** The city is still to be enrolled: it is not looked for. */
  readonly newCity?: true;
}

const units: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3_600, d: 86_400 };
const longest = 366 * 86_400;

/** @throws TokenUsage */
export const readTokenArguments = (args: readonly string[], roles: readonly string[]): TokenArguments | 'help' | 'sign-in' => {
  const values = parse(args);
  if (values.help === true) return 'help';
  if (values['sign-in'] === true) {
    if (Object.keys(values).length > 1) throw new TokenUsage('--sign-in goes alone: who signs in is what the token says.');
    return 'sign-in';
  }
  const { role: held = [], city, 'duty-bearer': dutyBearerId, subject, ttl = '12h', issuer, create, 'new-city': newCity } = values;
  const unknown = held.find((role) => !roles.includes(role));
  if (held.length === 0) throw new TokenUsage(`Name at least one --role: ${roles.join(', ')}.`);
  if (unknown !== undefined) throw new TokenUsage(`There is no role “${unknown}”; there are: ${roles.join(', ')}.`);
  if (city !== undefined && !isUuid(city) && !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(city)) {
    throw new TokenUsage('--city takes the id of a city or its slug, such as pittsburgh-pa.');
  }
  if (newCity === true && city === undefined) throw new TokenUsage('--new-city goes with --city, which says the slug that the city is to have.');
  if (dutyBearerId !== undefined && !isUuid(dutyBearerId)) throw new TokenUsage('--duty-bearer takes the id of a duty-bearer.');
  if (issuer !== undefined && !/^https?:\/\/\S+$/.test(issuer)) throw new TokenUsage('--issuer takes the address in OIDC_ISSUER.');
  const named = subject ?? held.join('+');
  if (!/^[\x21-\x7e]{1,255}$/.test(named)) throw new TokenUsage('--subject takes 1 to 255 visible ASCII characters.');
  return {
    roles: held,
    subject: named,
    lifetime: lifetimeOf(ttl),
    ...(city === undefined ? {} : { city }),
    ...(dutyBearerId === undefined ? {} : { dutyBearerId }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(create === true ? { create } : {}),
    ...(newCity === true ? { newCity } : {}),
  };
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        role: { type: 'string', multiple: true },
        city: { type: 'string' },
        'duty-bearer': { type: 'string' },
        subject: { type: 'string' },
        ttl: { type: 'string' },
        issuer: { type: 'string' },
        create: { type: 'boolean' },
        'new-city': { type: 'boolean' },
        'sign-in': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new TokenUsage(error instanceof Error ? error.message : String(error));
  }
};

const lifetimeOf = (ttl: string): number => {
  const [, amount, unit = ''] = /^(\d{1,9})([smhd]?)$/.exec(ttl) ?? [];
  const seconds = Number(amount) * (units[unit] ?? Number.NaN);
  if (!(seconds >= 1 && seconds <= longest)) throw new TokenUsage('--ttl takes seconds, or 30m, 12h or 7d, up to 366 days.');
  return seconds;
};
