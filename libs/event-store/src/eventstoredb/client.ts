import { type Duplex, type Readable, Writable } from 'node:stream';
import { EventStoreDBClient, type SingleNodeOptions } from '@eventstore/db-client';
import { Channel, credentials as channelCredentials } from '@grpc/grpc-js';
import type { Connection } from './connection.js';
import type { Settings } from './options.js';

/** The server ended its half of the stream of batches; the client would wait for its answers for good. */
export class HalfClosed extends Error {
  constructor() {
    super('the server ended the stream of appends');
    this.name = 'HalfClosed';
  }
}

/** The client takes events of 17 MiB too, since other ways of writing let them through. */
const largestMessage = 17 * 1024 * 1024;

/**
 * The package's client, with what it leaves open closed:
 * - plain appends whatever the server offers, so that no answer is shared with another client of the process;
 * - a channel forgets a server's failures with itself. Left to itself, gRPC shares them among all channels to an
 *   address and waits up to two minutes before it looks again;
 * - its clean-up after an error never ends as an unhandled rejection (it awaits a channel that may never be);
 * - in batch mode, a half-closed stream fails its appends, and an answer nobody waits for is dropped;
 * - `close` also closes the channels, which `dispose` does not.
 */
export class LedgerClient extends EventStoreDBClient {
  readonly #channels = new Set<Channel>();
  #closed = false;

  constructor(connection: Connection, { appends, onTrouble }: Settings) {
    const { settings, channel, credentials } = connection;
    // The constructor has one signature for each of the three kinds of settings and takes any of them.
    super(settings as SingleNodeOptions, channel, credentials);
    if (appends === 'plain') this.supports = () => Promise.resolve(false);

    const { handleError, GRPCStreamCreator } = this;
    this.handleError = async (client, error) => {
      try {
        await handleError(client, error);
      } catch (failure) {
        onTrouble(asError(failure));
      }
    };
    if (appends === 'batch') {
      this.GRPCStreamCreator = (Client, name, creator, cache) =>
        GRPCStreamCreator(Client, name, async (client) => repaired(await creator(client), onTrouble), cache);
    }
    // Private in the package's types, and a member of every instance; checked, since the next version may differ.
    if (typeof Reflect.get(this, 'createChannel') !== 'function') throw new Error('the event store’s client has changed');
    Reflect.set(this, 'createChannel', async () => this.#open(connection, await this.resolveUri()));
  }

  /** As the server gives it, e.g. `24.10.4`; `unknown` before 21.10. */
  async serverVersion(): Promise<string> {
    return (await this.capabilities).serverVersion;
  }

  /** From then on a read that ends may have been cut off: the client reports its own cancelling as a normal end. */
  get closed(): boolean {
    return this.#closed;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.dispose();
    for (const channel of this.#channels) channel.close();
    this.#channels.clear();
  }

  #open({ settings, channel: { insecure, rootCertificate, userKeyFile, userCertFile } }: Connection, address: string): Channel {
    const credentials = insecure
      ? channelCredentials.createInsecure()
      : channelCredentials.createSsl(rootCertificate, userKeyFile, userCertFile);
    const channel = new Channel(address, credentials, {
      'grpc.use_local_subchannel_pool': 1,
      'grpc.max_reconnect_backoff_ms': 1_000,
      'grpc.keepalive_time_ms': settings.keepAliveInterval,
      'grpc.keepalive_timeout_ms': settings.keepAliveTimeout,
      'grpc.max_receive_message_length': largestMessage,
    });
    this.#channels.add(channel);
    return channel;
  }
}

function repaired<T extends Readable | Writable | Duplex>(stream: T, onTrouble: (error: Error) => void): T {
  if (!('readable' in stream) || !(stream instanceof Writable || 'write' in stream)) return stream;
  stream.on('end', () => stream.destroy(new HalfClosed()));
  for (const listener of stream.listeners('data')) {
    const receive = (reply: unknown): void => {
      try {
        Reflect.apply(listener, stream, [reply]);
      } catch (failure) {
        onTrouble(asError(failure));
      }
    };
    stream.off('data', listener as (reply: unknown) => void).on('data', receive);
  }
  return stream;
}

export const asError = (failure: unknown): Error => (failure instanceof Error ? failure : new Error(String(failure)));
