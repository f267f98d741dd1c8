import type { Receipt } from '@covenant/commands';
import { applyDecorators, Logger, type Type } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReceiptProof, ReceiptProofs } from '../../../notary/src/index.js';
import { preferredWait } from './headers.js';
import type { ReceiptDto } from './receipt.dto.js';

/** Describes what `withProofs` does, for an operation that answers with such a receipt. */
export const WaitsForProofs = (type: Type<ReceiptDto>): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'Prefer',
      required: false,
      description: 'wait=5: answer with the proofs, or with 202 after so many seconds, 10 at the most (RFC 7240). Where an Idempotency-Key is taken, send one too: an answer that is lost meanwhile comes again',
      schema: { type: 'string' },
    }),
    ApiResponse({
      status: 202,
      type,
      description: 'recorded, durably, and not covered by a checkpoint within the time of Prefer: the proofs will be at their addresses',
      headers: { 'Preference-Applied': { description: 'the wait that was granted', schema: { type: 'string' } } },
    }),
  );

/**
 * Whoever prefers to wait for the proofs gets them with the receipt, or is told where they will be. What is recorded is
 * answered whatever becomes of the wait: the receipt may hold what is told only once.
 */
export async function withProofs<R extends Receipt>(
  log: Pick<ReceiptProofs, 'within'>,
  receipt: R,
  request: Pick<FastifyRequest, 'headers'>,
  reply: Pick<FastifyReply, 'code' | 'header'>,
): Promise<R & Pick<ReceiptDto, 'proofs'>> {
  const seconds = preferredWait(request);
  if (seconds === undefined) return receipt;
  const events = receipt.events.map(({ id }) => id);
  const proofs = await log.within(events, BigInt(receipt.position), seconds * 1_000).catch((error: unknown): readonly ReceiptProof[] => {
    new Logger('receipts').error(`the proofs of a receipt could not be waited for: ${String(error)}`);
    return events.map((event) => ({ event, address: `/log/proofs/${event}` }));
  });
  reply.header('preference-applied', `wait=${seconds}`);
  if (proofs.some(({ proof }) => proof === undefined)) {
    reply.code(202);
    reply.header('retry-after', '1');
  }
  return { ...receipt, proofs };
}
