import streams from '@eventstore/db-client/generated/streams_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import wireStatus from '@eventstore/db-client/generated/status_pb.js';
import type * as Streams from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Expected, LoggedEvent, Proposed, Written } from './log.js';

/** Between the fake's log and the messages of the client's own generated services. 64-bit numbers are strings there. */

export const nameOf = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const identifier = (name: string): StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(Uint8Array.from(Buffer.from(name, 'utf8')));

const uuid = (id: string): UUID => new shared.UUID().setString(id);

interface WireProposal {
  getId(): UUID | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

export const proposed = (message: WireProposal): Proposed => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** As the server counts it: data, metadata, and two bytes a character of the type. */
export const sizeOf = (events: readonly Proposed[]): number =>
  events.reduce((sum, event) => sum + event.data.length + event.metadata.length + 2 * event.type.length, 0);

export const expectedOf = (options: Streams.AppendReq.Options): Expected => {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream-exists';
  return BigInt(options.getRevision());
};

export const expectedInBatch = (options: Streams.BatchAppendReq.Options): Expected => {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasAny()) return 'any';
  if (options.hasStreamExists()) return 'stream-exists';
  return BigInt(options.getStreamPosition());
};

export const appendResponse = (written: Written, expected: Expected): Streams.AppendResp => {
  const response = new streams.AppendResp();
  if (written.result === 'written') {
    const position = new streams.AppendResp.Position();
    position.setCommitPosition(String(written.position)).setPreparePosition(String(written.position));
    const success = new streams.AppendResp.Success().setCurrentRevision(String(written.last)).setPosition(position);
    return response.setSuccess(success);
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (written.current === undefined) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(written.current));
  if (typeof expected === 'bigint') wrong.setExpectedRevision(String(expected));
  else wrong.setExpectedNoStream(new shared.Empty());
  return response.setWrongExpectedVersion(wrong);
};

const inBatch = (correlation: UUID, stream: string): Streams.BatchAppendResp =>
  new streams.BatchAppendResp().setCorrelationId(correlation).setStreamIdentifier(identifier(stream));

const errorInBatch = (
  correlation: UUID,
  stream: string,
  type: string,
  message: { serializeBinary(): Uint8Array },
): Streams.BatchAppendResp => {
  const details = new anyPb.Any();
  details.pack(message.serializeBinary(), `event_store.client.${type}`);
  return inBatch(correlation, stream).setError(new wireStatus.Status().setDetails(details));
};

export const batchResponse = (
  correlation: UUID,
  stream: string,
  written: Written,
  expected: Expected,
): Streams.BatchAppendResp => {
  if (written.result === 'written') {
    const position = new shared.AllStreamPosition();
    position.setCommitPosition(String(written.position)).setPreparePosition(String(written.position));
    const success = new streams.BatchAppendResp.Success();
    return inBatch(correlation, stream).setSuccess(
      success.setCurrentRevision(String(written.last)).setPosition(position),
    );
  }
  const wrong = new shared.WrongExpectedVersion();
  if (written.current === undefined) wrong.setCurrentNoStream(new emptyPb.Empty());
  else wrong.setCurrentStreamRevision(String(written.current));
  if (typeof expected === 'bigint') wrong.setExpectedStreamPosition(String(expected));
  else wrong.setExpectedNoStream(new emptyPb.Empty());
  return errorInBatch(correlation, stream, 'WrongExpectedVersion', wrong);
};

export const timeoutInBatch = (correlation: UUID, stream: string): Streams.BatchAppendResp =>
  errorInBatch(correlation, stream, 'Timeout', new shared.Timeout());

export const tooLargeInBatch = (correlation: UUID, stream: string, limit: number): Streams.BatchAppendResp =>
  errorInBatch(
    correlation,
    stream,
    'MaximumAppendSizeExceeded',
    new shared.MaximumAppendSizeExceeded().setMaxappendsize(limit),
  );

export const readEvent = (event: LoggedEvent): Streams.ReadResp => {
  const position = String(event.position);
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(uuid(event.id))
    .setStreamIdentifier(identifier(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setCustomMetadata(event.metadata)
    .setData(event.data);
  const map = recorded.getMetadataMap();
  map.set('type', event.type);
  map.set('content-type', event.contentType);
  // Ticks of 100 ns since 1970; nothing of ours reads it.
  map.set('created', '0');
  return new streams.ReadResp().setEvent(
    new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(position),
  );
};

export const confirmation = (id: string): Streams.ReadResp =>
  new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id));

export const caughtUp = (): Streams.ReadResp => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());

export const checkpoint = (position: bigint): Streams.ReadResp =>
  new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position)),
  );

export const streamNotFound = (name: string): Streams.ReadResp =>
  new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier(name)),
  );
