// What kafka.mjs exports, for the tests that start a broker.
export interface Listener {
  readonly protocol: 'PLAINTEXT' | 'SSL' | 'SASL_PLAINTEXT' | 'SASL_SSL';
  readonly port: number;
  /** The port that clients are told, when it is another: a proxy's. */
  readonly advertised?: number;
}

export interface KafkaOptions {
  readonly dir: string;
  readonly port?: number;
  readonly listeners?: Readonly<Record<string, Listener>>;
  readonly format?: readonly string[];
  readonly properties?: Readonly<Record<string, string>>;
  readonly jvm?: readonly string[];
}

export interface RunningKafka {
  readonly port: number;
  readonly pid: number;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  stop(): Promise<unknown>;
  kill(): Promise<unknown>;
}

export function whyNoKafka(): string | undefined;
export function freePort(): Promise<number>;
export function startKafka(options: KafkaOptions): Promise<RunningKafka>;
