import { isIP } from 'node:net';
import { IsInt, IsOptional, Max, Min, registerDecorator } from 'class-validator';
import { commaList, integer, Setting } from './setting.js';

const named = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** An address, a network in CIDR notation, or one of the names that stand for private networks. */
const isNetwork = (value: unknown): boolean => {
  if (typeof value !== 'string') return false;
  if (named.has(value)) return true;
  const [address = '', bits, more] = value.split('/');
  const family = isIP(address);
  if (family === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (family === 4 ? 32 : 128));
};

/** An origin as a browser writes it (RFC 6454 §6.2). */
const isOrigin = (value: unknown): boolean =>
  typeof value === 'string' && /^https?:\/\//.test(value) && URL.canParse(value) && new URL(value).origin === value;

/** Each member of a list passes, or the whole is refused with one sentence. */
const each =
  (test: (value: unknown) => boolean, message: string): PropertyDecorator =>
  (prototype, property) =>
    registerDecorator({
      name: 'each',
      target: prototype.constructor,
      propertyName: String(property),
      options: { message },
      validator: { validate: (value: unknown) => Array.isArray(value) && value.every(test) },
    });

/** What an HTTP interface that everybody can reach puts up with. */
export class HttpSettings {
  @Setting('TRUST_PROXY', commaList, undefined, 'proxies that may say whom they ask for (X-Forwarded-For): addresses or networks with commas, or loopback, linklocal, uniquelocal; by default nobody')
  @IsOptional()
  @each(isNetwork, 'must be addresses or networks such as 10.0.0.0/8 with commas, or loopback, linklocal, uniquelocal')
  readonly trustProxy?: readonly string[];

  @Setting('CORS_ORIGINS', commaList, undefined, 'origins whose pages may use the interface in a browser, such as https://council.example.org, with commas; by default none')
  @IsOptional()
  @each(isOrigin, 'must be origins such as https://council.example.org, with commas')
  readonly corsOrigins?: readonly string[];

  @Setting('REQUESTS_PER_ADDRESS', integer, '3000', 'requests that one address may send in ten seconds; 0: any number. Programs on this machine are not counted')
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  readonly requestsPerAddress!: number;

  @Setting('REQUESTS_PER_CALLER', integer, '1000', 'requests that one caller may send in ten seconds, by the subject of the token; 0: any number')
  @IsInt()
  @Min(0)
  @Max(10_000_000)
  readonly requestsPerCaller!: number;

  @Setting('CONNECTIONS', integer, '10000', 'connections open at once; the process needs as many open files. One too many is told 503 and closed')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly connections!: number;

  @Setting('COMMANDS_IN_HAND', integer, '128', 'commands being decided and written at once; whoever comes above them is told 503 and to come again')
  @IsInt()
  @Min(1)
  @Max(100_000)
  readonly commandsInHand!: number;

  @Setting('READS_IN_HAND', integer, '512', 'the same of reads, until their answers begin, or end where they are made while they are sent')
  @IsInt()
  @Min(1)
  @Max(100_000)
  readonly readsInHand!: number;

  @Setting('STREAMS_IN_HAND', integer, '16', 'bundles and lists as CSV being sent at once, each of which may read a whole log or table; whoever comes above them is told 503')
  @IsInt()
  @Min(1)
  @Max(100_000)
  readonly streamsInHand!: number;

  @Setting('STREAMS_PER_ADDRESS', integer, '4', 'of them, to one address; whoever comes above them is told 429. Programs on this machine are not counted')
  @IsInt()
  @Min(1)
  @Max(100_000)
  readonly streamsPerAddress!: number;

  @Setting('LOOP_DELAY', integer, '1000', 'milliseconds that the process may be late for its work, for a second on end, before it sends requests away with 503')
  @IsInt()
  @Min(20)
  @Max(60_000)
  readonly loopDelay!: number;
}
