import type { AuditOptions } from '@covenant/read-models';
import { spoken } from '@covenant/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { defined, entryView } from '../http/read-controller.js';
import { linkNext } from './links.js';
import type { EntriesQuery } from './queries.dto.js';
import type { Reading } from './reading.js';

/** Answers with a page of entries of everything, each with a sentence in the language asked for. */
export async function entriesPage(
  reading: Reading,
  request: FastifyRequest,
  reply: FastifyReply,
  { after, limit, cursor }: EntriesQuery,
  which: Pick<AuditOptions, 'filter' | 'first'>,
): Promise<void> {
  const language = spoken(request, reply);
  await reading.caughtUp(after, []);
  const found = await reading.queries.audit({ ...which, language, ...defined({ limit, cursor }) });
  linkNext(request, reply, found.next);
  reply.header('cache-control', 'no-cache').send({ items: found.items.map(entryView), next: found.next });
}
