import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServerDuplexStream, ServerReadableStream, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';
import { Faults, accessDenied, notLeader, tooLarge, unavailable, type AppendFault, type ReadFault, type Trouble } from './faults.js';
import { FakeLog, type Expected, type Proposed, type Written } from './log.js';
import { eventsOfRead, passes, startOfSubscription } from './reads.js';
import * as wire from './wire.js';

export interface FakeOptions {
  readonly log?: FakeLog;
  /** PEM; with it the fake speaks TLS, and with `clients` only to whom this authority has certified. */
  readonly tls?: { readonly certificate: string; readonly key: string; readonly clients?: string };
  /** With it every call needs these credentials. */
  readonly user?: { readonly username: string; readonly password: string };
  /** Whether batch append is in the list of supported methods. Default true. */
  readonly batchAppend?: boolean;
  /** Bytes an append. Default 1 MiB, as servers to 25.0. */
  readonly maxAppendSize?: number;
  /** How far its clock is ahead of ours, in milliseconds. */
  readonly clockAhead?: number;
  /** What it says its version is. Default a recent one. */
  readonly version?: string;
}

/** A call as it came in. */
export interface Seen {
  readonly call: Call;
  readonly requiresLeader: boolean;
  readonly authorization: string | undefined;
  /** Of an append. */
  readonly expected?: Expected;
  /** Of a subscription: the commit position it was to begin after; undefined for the start. */
  readonly after?: bigint;
}

type Call = 'append' | 'batch' | 'read' | 'subscribe' | 'features' | 'gossip';
type Inbound = { readonly metadata: Metadata };

/**
 * A FAKE of an EventStoreDB node at the wire, on the client package's own generated services; in memory, with faults.
 * It stands in for the server in tests and shows what we know of its behaviour, no more.
 */
export class FakeEventStoreDb {
  readonly log: FakeLog;
  readonly faults = new Faults();
  port = 0;
  /** Other nodes of the cluster, this one included; empty: a single node, which leads. */
  members: readonly FakeEventStoreDb[] = [];
  leads = true;
  alive = false;
  /** Subscriptions that are open now. */
  following = 0;
  readonly calls: Seen[] = [];
  private readonly arrivals = new EventEmitter().setMaxListeners(0);
  private held: (() => void)[] = [];
  private server: Server | undefined;

  constructor(private readonly options: FakeOptions = {}) {
    this.log = options.log ?? new FakeLog();
  }

  /** A name where there is TLS: from Node 26 on, a TLS client may not ask for an address. */
  get host(): string {
    return this.options.tls === undefined ? '127.0.0.1' : 'localhost';
  }

  get url(): string {
    return `esdb://${this.host}:${this.port}?tls=${this.options.tls !== undefined}`;
  }

  /** Listens on the port of its last life, or on a free one. */
  async start(): Promise<this> {
    const server = new Server({ 'grpc.max_receive_message_length': 32 * 1024 * 1024 });
    server.addService(streamsService.StreamsService, {
      append: this.append,
      batchAppend: this.batchAppend,
      read: this.read,
      delete: (_call: unknown, reply: sendUnaryData<never>) => reply({ code: status.UNIMPLEMENTED }),
      tombstone: (_call: unknown, reply: sendUnaryData<never>) => reply({ code: status.UNIMPLEMENTED }),
    });
    server.addService(featuresService.ServerFeaturesService, { getSupportedMethods: this.supportedMethods });
    server.addService(gossipService.GossipService, { read: this.gossip });
    const { tls } = this.options;
    const credentials = tls
      ? ServerCredentials.createSsl(
          tls.clients === undefined ? null : Buffer.from(tls.clients),
          [{ private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) }],
          tls.clients !== undefined,
        )
      : ServerCredentials.createInsecure();
    this.port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${this.port}`, credentials, (error, port) => (error ? reject(error) : resolve(port)));
    });
    this.server = server;
    this.alive = true;
    return this;
  }

  /**
   * As `kill -9`: connections break, memory of ids is gone, the log stays.
   * On a turn of its own: who was told of a call that arrived is still inside what reads the connection, and a session
   * that is ended there is used after it was freed by Node 20, which breaks the whole process.
   */
  async kill(): Promise<void> {
    await nextTurn();
    this.alive = false;
    this.server?.forceShutdown();
    this.server = undefined;
    this.log.forgetRecentIds();
  }

  /** A suspended server wakes: what waited in it takes effect, in order. */
  release(): void {
    const held = this.held;
    this.held = [];
    for (const apply of held) apply();
  }

  count(call: Call): number {
    return this.calls.filter((seen) => seen.call === call).length;
  }

  /** Resolves once so many calls of this kind have arrived, counted from the start. */
  async arrived(call: Call, count: number): Promise<void> {
    while (this.count(call) < count) await once(this.arrivals, call);
  }

  /** Resolves once no subscription is open. */
  async unfollowed(): Promise<void> {
    while (this.following > 0) await once(this.arrivals, 'unfollowed');
  }

  /** Keeps the call in mind; the answer to one that this node may not or cannot serve. */
  private note(call: Call, { metadata }: Inbound, of: Pick<Seen, 'expected' | 'after'> = {}): Trouble | undefined {
    const requiresLeader = metadata.get('requires-leader')[0] === 'true';
    const authorization = metadata.get('authorization')[0]?.toString();
    this.calls.push({ call, requiresLeader, authorization, ...of });
    this.arrivals.emit(call);
    const { user } = this.options;
    const wanted = user && `Basic ${Buffer.from(`${user.username}:${user.password}`).toString('base64')}`;
    if (wanted !== undefined && authorization !== wanted && call !== 'gossip' && call !== 'features') return accessDenied;
    if (requiresLeader && !this.leads) {
      const leader = this.members.find((member) => member.leads && member.alive);
      return leader ? notLeader(leader.host, leader.port) : unavailable;
    }
    return undefined;
  }

  private readonly append = (
    call: ServerReadableStream<Streams.AppendReq, Streams.AppendResp>,
    reply: sendUnaryData<Streams.AppendResp>,
  ): void => {
    let options: Streams.AppendReq.Options | undefined;
    const events: Proposed[] = [];
    call.on('data', (request: Streams.AppendReq) => {
      options ??= request.getOptions();
      const message = request.getProposedMessage();
      if (message) events.push(wire.proposed(message));
    });
    call.on('error', () => undefined);
    call.on('end', () => {
      if (!options) return reply({ code: status.UNKNOWN, details: 'no options' });
      const stream = wire.nameOf(options.getStreamIdentifier());
      const expected = wire.expectedOf(options);
      const trouble = this.note('append', call, { expected });
      if (trouble) return reply(trouble);
      const limit = this.options.maxAppendSize ?? 1024 * 1024;
      if (wire.sizeOf(events) > limit) return reply(tooLarge(limit));
      const truth = (written: Written): void => reply(null, wire.appendResponse(written, expected));
      return this.settle(stream, expected, events, truth, reply, () => reply({ code: status.INTERNAL }));
    });
  };

  private readonly batchAppend = (call: ServerDuplexStream<Streams.BatchAppendReq, Streams.BatchAppendResp>): void => {
    const trouble = this.note('batch', call);
    if (trouble) return void call.emit('error', trouble);
    const open = new Map<string, { options: Streams.BatchAppendReq.Options; events: Proposed[] }>();
    call.on('error', () => undefined);
    call.on('end', () => call.end());
    call.on('data', (request: Streams.BatchAppendReq) => {
      const correlation = request.getCorrelationId() ?? new shared.UUID();
      const key = correlation.getString();
      const options = request.getOptions() ?? open.get(key)?.options;
      if (!options) return void call.emit('error', { code: status.INVALID_ARGUMENT });
      const events = [...(open.get(key)?.events ?? []), ...request.getProposedMessagesList().map(wire.proposed)];
      open.set(key, { options, events });
      if (!request.getIsFinal()) return;
      open.delete(key);
      this.note('append', call, { expected: wire.expectedInBatch(options) });
      this.settleInBatch(call, correlation, options, events);
    });
  };

  private settleInBatch(
    call: ServerDuplexStream<Streams.BatchAppendReq, Streams.BatchAppendResp>,
    correlation: UUID,
    options: Streams.BatchAppendReq.Options,
    events: readonly Proposed[],
  ): void {
    const stream = wire.nameOf(options.getStreamIdentifier());
    const expected = wire.expectedInBatch(options);
    const limit = this.options.maxAppendSize ?? 1024 * 1024;
    const deadline = options.getDeadline();
    // The deadline is a time of day here: a clock that differs makes every append expire.
    if (deadline && deadline.toDate().getTime() < Date.now() + (this.options.clockAhead ?? 0)) {
      return void call.write(wire.timeoutInBatch(correlation, stream));
    }
    if (wire.sizeOf(events) > limit) return void call.write(wire.tooLargeInBatch(correlation, stream, limit));
    const truth = (written: Written): void => {
      call.write(wire.batchResponse(correlation, stream, written, expected));
    };
    this.settle(stream, expected, events, truth, (trouble) => call.emit('error', trouble), () => call.end());
  }

  /** One append meets the next fault, or the log. */
  private settle(
    stream: string,
    expected: Expected,
    events: readonly Proposed[],
    truth: (written: Written) => void,
    fail: (trouble: Trouble) => void,
    halfClose: () => void,
  ): void {
    const fault: AppendFault = this.faults.append.shift() ?? { apply: 'now', answer: 'the truth' };
    const apply = (): Written => this.log.append(stream, expected, events);
    if (fault.apply === 'later') this.held.push(apply);
    const written = fault.apply === 'now' ? apply() : undefined;
    const answer = (): void => {
      if (fault.answer === 'half-close') halfClose();
      else if (fault.answer === 'the truth' && written) truth(written);
      else if (typeof fault.answer === 'object') fail(fault.answer);
    };
    if (this.faults.slowMs > 0) setTimeout(answer, this.faults.slowMs).unref();
    else answer();
  }

  private readonly read = (call: ServerWritableStream<Streams.ReadReq, Streams.ReadResp>): void => {
    const options = call.request.getOptions();
    const subscription = options?.hasSubscription() === true;
    const position = options?.getAll()?.getPosition();
    const after = position && BigInt(position.getCommitPosition());
    const trouble = this.note(subscription ? 'subscribe' : 'read', call, { after });
    call.on('error', () => undefined).setMaxListeners(0);
    if (trouble || !options) return void call.emit('error', trouble ?? { code: status.INVALID_ARGUMENT });
    const fault = subscription ? this.faults.subscribe.shift() : this.faults.read.shift();
    if (!subscription) return void this.page(call, options, fault);
    this.following += 1;
    void this.follow(call, options, fault).finally(() => {
      this.following -= 1;
      this.arrivals.emit('unfollowed');
    });
  };

  private async page(
    call: ServerWritableStream<Streams.ReadReq, Streams.ReadResp>,
    options: Streams.ReadReq.Options,
    fault: ReadFault | undefined,
  ): Promise<void> {
    const events = eventsOfRead(this.log, options);
    let given = 0;
    if (!events) await this.send(call, wire.streamNotFound(wire.nameOf(options.getStream()?.getStreamIdentifier())));
    for (const event of events ?? []) {
      if (given === fault?.after) break;
      if (!(await this.send(call, wire.readEvent(event)))) return;
      given += 1;
    }
    this.finish(call, fault);
  }

  private async follow(
    call: ServerWritableStream<Streams.ReadReq, Streams.ReadResp>,
    options: Streams.ReadReq.Options,
    fault: ReadFault | undefined,
  ): Promise<void> {
    let index = startOfSubscription(this.log, options);
    let given = 0;
    let live = false;
    if (!(await this.send(call, wire.confirmation(randomUUID())))) return;
    while (!call.cancelled) {
      const event = this.log.all[index];
      if (given === fault?.after) return this.finish(call, fault);
      if (!event) {
        if (live) await Promise.race([once(this.log.grown, 'grown'), once(call, 'cancelled')]);
        else if (!(await this.send(call, wire.caughtUp()))) return;
        live = true;
        continue;
      }
      index += 1;
      if (passes(options, event)) {
        if (!(await this.send(call, wire.readEvent(event)))) return;
        given += 1;
      } else if (options.hasFilter() && !(await this.send(call, wire.checkpoint(event.position)))) return;
    }
  }

  private finish(call: ServerWritableStream<Streams.ReadReq, Streams.ReadResp>, fault: ReadFault | undefined): void {
    if (fault === undefined || fault.then === 'end') call.end();
    else if (typeof fault.then === 'object') call.emit('error', fault.then);
  }

  /** False once nobody listens any more. Keeps to the reader's pace. */
  private async send(
    call: ServerWritableStream<Streams.ReadReq, Streams.ReadResp>,
    message: Streams.ReadResp,
  ): Promise<boolean> {
    if (this.faults.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, this.faults.slowMs).unref());
    if (call.cancelled) return false;
    if (!call.write(message)) await Promise.race([once(call, 'drain'), once(call, 'cancelled')]);
    return !call.cancelled;
  }

  private readonly supportedMethods = (call: Inbound, reply: sendUnaryData<unknown>): void => {
    this.note('features', call);
    const fault = this.faults.features.shift();
    if (fault === 'nothing') return;
    if (fault) return reply(fault);
    const list = new features.SupportedMethods().setEventStoreServerVersion(this.options.version ?? '24.10.0-fake');
    const add = (service: string, method: string): void => {
      list.addMethods(new features.SupportedMethod().setServiceName(service).setMethodName(method));
    };
    for (const method of ['read', 'append']) add('event_store.client.streams.streams', method);
    if (this.options.batchAppend !== false) add('event_store.client.streams.streams', 'batchappend');
    reply(null, list);
  };

  private readonly gossip = (_call: Inbound, reply: sendUnaryData<unknown>): void => {
    this.note('gossip', { metadata: new Metadata() });
    const fault = this.faults.gossip.shift();
    if (fault === 'nothing') return;
    if (fault) return reply(fault);
    const info = new gossip.ClusterInfo();
    for (const member of this.members.length > 0 ? this.members : [this]) {
      const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
      info.addMembers(
        new gossip.MemberInfo()
          .setInstanceId(new shared.UUID().setString(randomUUID()))
          .setTimeStamp('0')
          .setState(member.leads ? LEADER : FOLLOWER)
          .setIsAlive(member.alive)
          .setHttpEndPoint(new gossip.EndPoint().setAddress(member.host).setPort(member.port)),
      );
    }
    reply(null, info);
  };
}
