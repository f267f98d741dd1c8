import { IsIn, IsInt, IsOptional, IsString, IsUrl, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import { HttpSettings } from './http-settings.js';
import { commaList, integer, Setting, text } from './setting.js';

export const profiles = ['embedded', 'distributed'] as const;
export type Profile = (typeof profiles)[number];

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const webUrl = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };
const postgresUrl = /^postgres(ql)?:\/\//;
const distributed = (settings: Settings): boolean => settings.profile === 'distributed';
const given = (value: unknown): boolean => value !== undefined;

/** Everything that can be set from outside, for every process of the house. Frozen once it is read. */
export class Settings extends HttpSettings {
  @Setting('PROFILE', text, 'embedded', 'embedded: one process and its own PostgreSQL; distributed: every part by itself')
  @IsIn(profiles)
  readonly profile!: Profile;

  @Setting('HOST', text, '127.0.0.1', 'address to listen on; 0.0.0.0 for every interface')
  @IsString()
  @MaxLength(253)
  readonly host!: string;

  @Setting('PORT', integer, '3000', 'port of the HTTP interface, or of health and figures of a process that has none; 0 takes a free one')
  @IsInt()
  @Min(0)
  @Max(65535)
  readonly port!: number;

  @Setting('DATA_DIR', text, '.covenant', 'embedded: where the database, the keys and the log of the server live')
  @IsString()
  @Matches(/\S/)
  readonly dataDir!: string;

  @Setting('DATABASE_URL', text, undefined, 'distributed: PostgreSQL, as the role of this process (covenant_relay and so on) or of all (covenant_app)')
  @ValidateIf((settings: Settings) => distributed(settings) || given(settings.databaseUrl))
  @Matches(postgresUrl, { message: 'must be a postgres:// address; the distributed profile needs it' })
  readonly databaseUrl?: string;

  @Setting('DATABASE_PASSWORD_FILE', text, undefined, 'a file that holds the password of DATABASE_URL, read for each connection')
  @IsOptional()
  @IsString()
  readonly databasePasswordFile?: string;

  @Setting('DATABASE_OWNER_URL', text, undefined, 'distributed: PostgreSQL as the owner, who runs the migrations')
  @ValidateIf((settings: Settings) => given(settings.databaseOwnerUrl))
  @Matches(postgresUrl, { message: 'must be a postgres:// address' })
  readonly databaseOwnerUrl?: string;

  @Setting('PLAIN_INSIDE', text, 'refused', 'allowed: speak to engines on other machines without TLS, where nobody else can listen on the way')
  @IsIn(['refused', 'allowed'])
  readonly plainInside!: 'refused' | 'allowed';

  @Setting('EVENTSTORE_URL', text, undefined, 'distributed: esdb:// address of EventStoreDB; without it the store is PostgreSQL')
  @IsOptional()
  @Matches(/^(esdb|kurrentdb)(\+discover)?:\/\//, { message: 'must be an esdb:// address' })
  readonly eventstoreUrl?: string;

  @Setting('EVENTSTORE_USERNAME', text, undefined, 'user of EventStoreDB, unless EVENTSTORE_URL names it')
  @IsOptional()
  @IsString()
  readonly eventstoreUsername?: string;

  @Setting('EVENTSTORE_PASSWORD', text, undefined, 'password of that user, unless a file holds it')
  @IsOptional()
  @IsString()
  readonly eventstorePassword?: string;

  @Setting('EVENTSTORE_PASSWORD_FILE', text, undefined, 'a file that holds the password, read for each call')
  @IsOptional()
  @IsString()
  readonly eventstorePasswordFile?: string;

  @Setting('EVENTSTORE_TLS_CA_FILE', text, undefined, 'authority to trust for EventStoreDB, in PEM; by default those of the system')
  @IsOptional()
  @IsString()
  readonly eventstoreTlsCaFile?: string;

  @Setting('EVENTSTORE_TLS_CERT_FILE', text, undefined, 'certificate to show to EventStoreDB, in PEM, with its key; where it knows users by certificates')
  @ValidateIf((settings: Settings) => given(settings.eventstoreTlsCertFile) || given(settings.eventstoreTlsKeyFile))
  @IsString({ message: 'must be set when EVENTSTORE_TLS_KEY_FILE is' })
  readonly eventstoreTlsCertFile?: string;

  @Setting('EVENTSTORE_TLS_KEY_FILE', text, undefined, 'key of that certificate, in PEM')
  @ValidateIf((settings: Settings) => given(settings.eventstoreTlsCertFile) || given(settings.eventstoreTlsKeyFile))
  @IsString({ message: 'must be set when EVENTSTORE_TLS_CERT_FILE is' })
  readonly eventstoreTlsKeyFile?: string;

  @Setting('KAFKA_BROKERS', commaList, undefined, 'distributed: host:port of the brokers, with commas; without it the feed is direct')
  @IsOptional()
  @Matches(/^[^\s:]+:\d{1,5}$/, { each: true, message: 'must be host:port, several with commas' })
  readonly kafkaBrokers?: readonly string[];

  @Setting('KAFKA_TLS', text, 'no', 'yes: speak TLS with the brokers; naming a certificate says so too')
  @IsIn(['yes', 'no'])
  readonly kafkaTls!: 'yes' | 'no';

  @Setting('KAFKA_TLS_CA_FILE', text, undefined, 'authorities to trust for the brokers, in PEM; by default those of the system')
  @IsOptional()
  @IsString()
  readonly kafkaTlsCaFile?: string;

  @Setting('KAFKA_TLS_CERT_FILE', text, undefined, 'certificate to show to the brokers, in PEM, with its key')
  @ValidateIf((settings: Settings) => given(settings.kafkaTlsCertFile) || given(settings.kafkaTlsKeyFile))
  @IsString({ message: 'must be set when KAFKA_TLS_KEY_FILE is' })
  readonly kafkaTlsCertFile?: string;

  @Setting('KAFKA_TLS_KEY_FILE', text, undefined, 'key of that certificate, in PEM')
  @ValidateIf((settings: Settings) => given(settings.kafkaTlsCertFile) || given(settings.kafkaTlsKeyFile))
  @IsString({ message: 'must be set when KAFKA_TLS_CERT_FILE is' })
  readonly kafkaTlsKeyFile?: string;

  @Setting('KAFKA_SASL_MECHANISM', text, undefined, 'how to name oneself to the brokers: scram-sha-512, scram-sha-256 or plain')
  @IsOptional()
  @IsIn(['scram-sha-512', 'scram-sha-256', 'plain'])
  readonly kafkaSaslMechanism?: 'scram-sha-512' | 'scram-sha-256' | 'plain';

  @Setting('KAFKA_SASL_USERNAME', text, undefined, 'with KAFKA_SASL_MECHANISM: the name')
  @ValidateIf((settings: Settings) => given(settings.kafkaSaslMechanism))
  @IsString({ message: 'must be set when KAFKA_SASL_MECHANISM is' })
  readonly kafkaSaslUsername?: string;

  @Setting('KAFKA_SASL_PASSWORD', text, undefined, 'with KAFKA_SASL_MECHANISM: the password, unless a file holds it')
  @ValidateIf((settings: Settings) => given(settings.kafkaSaslMechanism) && !given(settings.kafkaSaslPasswordFile))
  @IsString({ message: 'or KAFKA_SASL_PASSWORD_FILE must be set when KAFKA_SASL_MECHANISM is' })
  readonly kafkaSaslPassword?: string;

  @Setting('KAFKA_SASL_PASSWORD_FILE', text, undefined, 'with KAFKA_SASL_MECHANISM: a file that holds the password, read for each connection')
  @IsOptional()
  @IsString()
  readonly kafkaSaslPasswordFile?: string;

  @Setting('KAFKA_TOPIC', text, 'covenant.events.v1', 'topic of the events; a name of its own for each ledger that shares the brokers')
  @Matches(/^[A-Za-z0-9._-]{1,200}$/, { message: 'must be a name of letters, digits, dots, underscores and hyphens' })
  readonly kafkaTopic!: string;

  @Setting('KAFKA_PARTITIONS', integer, '12', 'partitions of a topic of events that has yet to be made; never to be changed later')
  @IsInt()
  @Min(1)
  @Max(1_000)
  readonly kafkaPartitions!: number;

  @Setting('KAFKA_REPLICATION', integer, '3', 'copies of each record of a topic that has yet to be made; no more than there are brokers')
  @IsInt()
  @Min(1)
  @Max(10)
  readonly kafkaReplication!: number;

  @Setting('LOG_ORIGIN', text, 'localhost/covenant', 'name of the public log: its address without the scheme')
  @Matches(/^[^\s+/]+(\/[^\s+]*)?$/, { message: 'must be a name without spaces or plus signs, such as log.example.org/city' })
  readonly logOrigin!: string;

  @Setting('LOG_KEY_FILE', text, undefined, 'signing key of the public log; by default made in DATA_DIR')
  @IsOptional()
  @IsString()
  readonly logKeyFile?: string;

  @Setting('LOG_KEY_COMMAND', text, undefined, 'a program that holds that key instead: "public" prints it, "sign" signs what it reads, both in base 64')
  @IsOptional()
  @IsString()
  readonly logKeyCommand?: string;

  @Setting('LOG_ML_DSA_KEY_FILE', text, undefined, 'second signing key of the public log (ML-DSA-44); by default made in DATA_DIR')
  @IsOptional()
  @IsString()
  readonly logMlDsaKeyFile?: string;

  @Setting('LOG_ML_DSA_KEY_COMMAND', text, undefined, 'a program that holds the second key instead')
  @IsOptional()
  @IsString()
  readonly logMlDsaKeyCommand?: string;

  @Setting('LOG_NEXT_KEY_FILE', text, undefined, 'where the key is that takes the place of the first; by default in DATA_DIR, made by npm run log-key')
  @IsOptional()
  @IsString()
  readonly logNextKeyFile?: string;

  @Setting('LOG_NEXT_KEY_COMMAND', text, undefined, 'a program that holds that key instead')
  @IsOptional()
  @IsString()
  readonly logNextKeyCommand?: string;

  @Setting('LOG_NEXT_ML_DSA_KEY_FILE', text, undefined, 'the same for the second signing key')
  @IsOptional()
  @IsString()
  readonly logNextMlDsaKeyFile?: string;

  @Setting('LOG_NEXT_ML_DSA_KEY_COMMAND', text, undefined, 'a program that holds it instead')
  @IsOptional()
  @IsString()
  readonly logNextMlDsaKeyCommand?: string;

  @Setting('LOG_WITNESSES', text, undefined, 'file with the witnesses of the public log and their quorum (C2SP tlog-policy); without it nobody is asked')
  @IsOptional()
  @IsString()
  readonly logWitnesses?: string;

  @Setting('LOG_WITNESS_WAIT', integer, '5', 'seconds to wait for the quorum; after them a checkpoint is published without, and that is said')
  @IsInt()
  @Min(1)
  @Max(3600)
  readonly logWitnessWait!: number;

  @Setting('LOG_START', text, 'sample', 'compared before the log signs: sample, all, or recover (its lost tables are rebuilt from the store)')
  @IsIn(['sample', 'all', 'recover'])
  readonly logStart!: 'sample' | 'all' | 'recover';

  @Setting('OIDC_ISSUER', text, undefined, 'issuer of the tokens; the embedded profile issues its own when this is not set')
  @ValidateIf((settings: Settings) => distributed(settings) || given(settings.oidcIssuer))
  @IsUrl(webUrl, { message: 'must be an http(s) address; the distributed profile needs it' })
  readonly oidcIssuer?: string;

  @Setting('OIDC_JWKS_URL', text, undefined, 'where the keys of the issuer are; by default found through its discovery document')
  @IsOptional()
  @IsUrl(webUrl, { message: 'must be an http(s) address' })
  readonly oidcJwksUrl?: string;

  @Setting('OIDC_AUDIENCE', text, 'covenant', 'what the aud claim of a token must name')
  @Matches(/^\S+$/)
  readonly oidcAudience!: string;

  @Setting('OIDC_ACR', commaList, undefined, 'how people must have signed in at OIDC_ISSUER: values of the acr claim that are taken, with commas; by default any')
  @IsOptional()
  @Matches(/^\S+$/, { each: true, message: 'must be values without blanks, several with commas' })
  readonly oidcAcr?: readonly string[];

  @Setting('OIDC_INTROSPECTION_URL', text, undefined, 'where OIDC_ISSUER is asked each minute whether a token was taken back (RFC 7662); by default it is not asked')
  @IsOptional()
  @IsUrl(webUrl, { message: 'must be an http(s) address' })
  readonly oidcIntrospectionUrl?: string;

  @Setting('OIDC_INTROSPECTION_CLIENT', text, undefined, 'with OIDC_INTROSPECTION_URL: the client that asks')
  @ValidateIf((settings: Settings) => given(settings.oidcIntrospectionUrl))
  @IsString({ message: 'must be set when OIDC_INTROSPECTION_URL is' })
  readonly oidcIntrospectionClient?: string;

  @Setting('OIDC_INTROSPECTION_SECRET_FILE', text, undefined, 'with OIDC_INTROSPECTION_URL: a file that holds its secret')
  @ValidateIf((settings: Settings) => given(settings.oidcIntrospectionUrl))
  @IsString({ message: 'must be set when OIDC_INTROSPECTION_URL is' })
  readonly oidcIntrospectionSecretFile?: string;

  @Setting('SUBJECTS_KEY_FILE', text, undefined, 'master key of personal words; by default made in DATA_DIR. Keep it apart from every backup')
  @IsOptional()
  @IsString()
  readonly subjectsKeyFile?: string;

  @Setting('SUBJECTS_KEY_COMMAND', text, undefined, 'a program that holds that key instead: "id" names it, "wrap" and "unwrap" read and print lines in base64')
  @IsOptional()
  @IsString()
  readonly subjectsKeyCommand?: string;

  @Setting('LODGINGS_PER_HOUR', integer, '30', 'grievances that one address may lodge in an hour')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly lodgingsPerHour!: number;

  @Setting('WRONG_CODES_PER_HOUR', integer, '30', 'wrong receipt codes that one address may try in an hour')
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly wrongCodesPerHour!: number;

  @Setting('LOG_LEVEL', text, 'info', 'how much the process says on its own log; debug names every request')
  @IsIn(logLevels)
  readonly logLevel!: LogLevel;

  @Setting('OTEL_EXPORTER_OTLP_ENDPOINT', text, undefined, 'where traces go by OTLP/HTTP, such as http://127.0.0.1:4318; without it nothing is traced')
  @IsOptional()
  @IsUrl(webUrl, { message: 'must be an http(s) address' })
  readonly otelEndpoint?: string;

  @Setting('DATABASE_POOL', integer, '10', 'connections to PostgreSQL for reading')
  @IsInt()
  @Min(2)
  @Max(200)
  readonly databasePool!: number;

  @Setting('CACHE_RECORDS', integer, '20000', 'folded records kept in memory')
  @IsInt()
  @Min(100)
  @Max(10_000_000)
  readonly cacheRecords!: number;

  @Setting('CLOCK_INTERVAL', integer, '30', 'seconds between two looks of the clock at what fell due')
  @IsInt()
  @Min(1)
  @Max(3600)
  readonly clockInterval!: number;

  @Setting('STOP_WITHIN', integer, '10', 'seconds that requests in hand get to finish when the process is told to stop')
  @IsInt()
  @Min(1)
  @Max(300)
  readonly stopWithin!: number;
}
