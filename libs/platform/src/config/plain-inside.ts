// Which of the engines' addresses would be spoken to in the clear, on another machine than this one.
import type { Settings } from './settings.js';

export interface PlainLine {
  /** The variable. */
  readonly name: string;
  readonly detail: string;
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;
const besides = 'or allow it with PLAIN_INSIDE=allowed where nobody else can listen on the way';

/** Whether PostgreSQL is spoken to without TLS, or with a server that nobody checks, anywhere but on this machine. */
export function isPlainDatabase(text: string): boolean {
  if (!URL.canParse(text)) return true;
  const { hostname, searchParams } = new URL(text);
  // A host among the parameters comes before the other; one that is a path is a socket of this machine.
  const host = searchParams.get('host') ?? hostname;
  if (loopback.test(host) || host.startsWith('/')) return false;
  // As pg reads them: these check the server's certificate, `no-verify` and the like do not.
  const mode = searchParams.get('sslmode');
  const asLibpq = searchParams.get('uselibpqcompat') === 'true';
  if (mode !== null) return !(asLibpq ? ['verify-full'] : ['require', 'verify-ca', 'verify-full']).includes(mode);
  return !['true', '1'].includes(searchParams.get('ssl') ?? '');
}

/** What to do about an address of PostgreSQL that is spoken to in the clear. */
export const plainDatabase = `must have TLS, since its host is not this machine: add ?sslmode=verify-full, ${besides}`;

/** One host that is elsewhere makes the line plain. */
const anyElsewhere = (hosts: readonly string[]): boolean => hosts.some((host) => !loopback.test(host.replace(/:\d+$/, '')));

function isPlainStore(url: string): boolean {
  const [, hosts = '', query = ''] = /^[^:]+:\/\/(?:[^@/?#]*@)?([^@/?#]*)\/?(?:\?(.*))?$/.exec(url) ?? [];
  const tls = query.split('&').some((part) => /^[_-]*t[_-]*l[_-]*s[_-]*=false$/i.test(part.trim()));
  return tls && anyElsewhere(hosts.split(','));
}

/** Everything that the settings would have spoken to in the clear; in the embedded profile no other machine is spoken to. */
export function plainLines(settings: Settings): readonly PlainLine[] {
  if (settings.profile === 'embedded' || settings.plainInside === 'allowed') return [];
  const { databaseUrl, databaseOwnerUrl, eventstoreUrl, kafkaBrokers = [], kafkaTls, kafkaTlsCaFile, kafkaTlsCertFile } = settings;
  const isPlainFeed = kafkaTls === 'no' && kafkaTlsCaFile === undefined && kafkaTlsCertFile === undefined && anyElsewhere(kafkaBrokers);
  return [
    ...(databaseUrl !== undefined && isPlainDatabase(databaseUrl) ? [{ name: 'DATABASE_URL', detail: plainDatabase }] : []),
    ...(databaseOwnerUrl !== undefined && isPlainDatabase(databaseOwnerUrl) ? [{ name: 'DATABASE_OWNER_URL', detail: plainDatabase }] : []),
    ...(eventstoreUrl !== undefined && isPlainStore(eventstoreUrl) ? [{ name: 'EVENTSTORE_URL', detail: `must not have tls=false, since its host is not this machine, ${besides}` }] : []),
    ...(isPlainFeed ? [{ name: 'KAFKA_BROKERS', detail: `must be spoken to with TLS, since they are not this machine: set KAFKA_TLS=yes, ${besides}` }] : []),
  ];
}
