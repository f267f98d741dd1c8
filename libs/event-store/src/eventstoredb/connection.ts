// The connection string, read strictly: what we would not honour is refused, and no message repeats a password.
import { readFileSync } from 'node:fs';
import type {
  ChannelCredentialOptions,
  DNSClusterOptions,
  EndPoint,
  GossipClusterOptions,
  SingleNodeOptions,
} from '@eventstore/db-client';
import { passwordIn } from '@covenant/platform';
import type { Settings } from './options.js';

export class UnusableConnection extends Error {
  constructor(reason: string) {
    super(`the event store's address cannot be used: ${reason}`);
    this.name = 'UnusableConnection';
  }
}

export interface Connection {
  readonly settings: SingleNodeOptions | GossipClusterOptions | DNSClusterOptions;
  readonly channel: ChannelCredentialOptions;
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
}

const shape = /^(?:esdb|kurrentdb)(\+discover)?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)\/?(?:\?([^#]*))?$/;
const defaultPort = 2113;
/** The client warns below this, and a faster ping ends as `too_many_pings`. */
const shortestKeepAlive = 10_000;

/** @throws UnusableConnection */
export function connectionOf(options: Settings): Connection {
  const match = shape.exec(options.url.trim());
  if (!match) throw new UnusableConnection('it is not esdb://host:port or esdb+discover://host');
  const [, discover, login, hosts = '', query = ''] = match;
  const parameters = parametersOf(query);
  const tls = parameters.get('tls') !== 'false';
  const caFile = options.tlsCaFile ?? parameters.get('tlscafile');
  const certFile = options.tlsCertFile ?? parameters.get('usercertfile');
  const keyFile = options.tlsKeyFile ?? parameters.get('userkeyfile');
  if (caFile !== undefined && !tls) throw new UnusableConnection('it has a TLS authority and tls=false');
  if (certFile !== undefined && !tls) throw new UnusableConnection('it has a certificate to show and tls=false');
  if ((certFile === undefined) !== (keyFile === undefined)) throw new UnusableConnection('a certificate to show and its key go together');
  return {
    settings: { ...endpoints(hosts, discover !== undefined), ...tuning(parameters, options) },
    channel: {
      insecure: !tls,
      ...(caFile === undefined ? {} : { rootCertificate: pem(caFile, 'TLS authority') }),
      ...(certFile === undefined ? {} : { userCertFile: pem(certFile, 'certificate') }),
      ...(keyFile === undefined ? {} : { userKeyFile: pem(keyFile, 'key') }),
    },
    credentials: credentialsOf(options, login),
  };
}

type Endpoints = { endpoint: EndPoint } | { endpoints: EndPoint[] } | { discover: EndPoint };

function endpoints(hosts: string, discover: boolean): Endpoints {
  const all = hosts.split(',').map(endpoint);
  const [first] = all;
  if (first === undefined || all.length > 1) return { endpoints: all };
  // With one name the client asks whoever that name leads to; with several it would ask only the first.
  return discover ? { discover: first } : { endpoint: first };
}

function endpoint(host: string): EndPoint {
  const match = /^([A-Za-z0-9._-]+)(?::(\d{1,5}))?$/.exec(host.trim());
  if (!match?.[1]) throw new UnusableConnection(`${JSON.stringify(host)} is no host:port`);
  return { address: match[1], port: match[2] === undefined ? defaultPort : Number(match[2]) };
}

const known = new Set([
  'tls',
  'tlscafile',
  'tlsverifycert',
  'usercertfile',
  'userkeyfile',
  'keepaliveinterval',
  'keepalivetimeout',
  'maxdiscoverattempts',
  'discoveryinterval',
  'gossiptimeout',
  'nodepreference',
  'throwonappendfailure',
]);

/** Options whose only value we can keep our promises with. */
const fixed = new Map([
  ['tlsverifycert', 'true'],
  ['throwonappendfailure', 'true'],
  ['nodepreference', 'leader'],
]);

function parametersOf(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const part of query.split('&').filter((each) => each !== '')) {
    const [name = '', value = ''] = part.split('=', 2);
    const key = name.trim().toLowerCase().replace(/[_-]/g, '');
    if (!known.has(key)) throw new UnusableConnection(`it has the unknown option ${JSON.stringify(name)}`);
    const wanted = fixed.get(key);
    if (wanted !== undefined && value.toLowerCase() !== wanted) throw new UnusableConnection(`${name} can only be ${wanted}`);
    parameters.set(key, decoded(value));
  }
  const tls = parameters.get('tls') ?? 'true';
  if (tls !== 'true' && tls !== 'false') throw new UnusableConnection('tls is true or false');
  return parameters;
}

function tuning(parameters: ReadonlyMap<string, string>, options: Settings) {
  const number = (key: string, otherwise: number, least: number): number => {
    const text = parameters.get(key) ?? String(otherwise);
    if (!/^\d{1,9}$/.test(text) || Number(text) < least) {
      throw new UnusableConnection(`${key} is a whole number of at least ${least}`);
    }
    return Number(text);
  };
  return {
    connectionName: options.name,
    defaultDeadline: options.callTimeout,
    throwOnAppendFailure: true,
    keepAliveInterval: number('keepaliveinterval', shortestKeepAlive, shortestKeepAlive),
    keepAliveTimeout: number('keepalivetimeout', 10_000, 1),
    maxDiscoverAttempts: number('maxdiscoverattempts', 3, 1),
    discoveryInterval: number('discoveryinterval', 100, 1),
    /** Seconds, unlike the others. */
    gossipTimeout: number('gossiptimeout', Math.max(1, Math.ceil(options.callTimeout / 1_000)), 1),
    nodePreference: 'leader' as const,
  };
}

function credentialsOf(options: Settings, login: string | undefined): Connection['credentials'] {
  const [name, word] = login === undefined ? [] : login.split(':', 2).map(decoded);
  const username = options.username ?? name;
  const { passwordFile } = options;
  const password = options.password ?? (passwordFile === undefined ? word : fileOf(passwordFile));
  if (username === undefined && password === undefined) return undefined;
  if (username === undefined || password === undefined) {
    throw new UnusableConnection('a name and a password go together');
  }
  if (passwordFile === undefined || options.password !== undefined) return { username, password };
  // The client asks for it at each call.
  return {
    username,
    get password() {
      return passwordIn(passwordFile);
    },
  };
}

function fileOf(passwordFile: string): string {
  try {
    return passwordIn(passwordFile);
  } catch {
    throw new UnusableConnection(`the password's file ${passwordFile} cannot be read`);
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UnusableConnection('a part of it is not well percent-encoded');
  }
}

function pem(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new UnusableConnection(`the ${what}'s file ${file} cannot be read`);
  }
}
