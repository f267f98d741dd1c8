import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { OPEN_LOG, type OpenLog } from '../../../notary/src/index.js';
import { callerOf } from '../http/token.guard.js';

/**
 * What only the log itself can tell of a change of its keys: whether the signatures hold, under a key that signs now, and
 * whether the new key signs before the old one goes. Who may not send the command is refused by its own rule.
 */
@Injectable()
export class KeyChangeGuard implements CanActivate {
  constructor(@Inject(OPEN_LOG) private readonly log: OpenLog) {}

  /** @throws Problem */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = callerOf(request);
    if (caller?.roles.includes('administrator') !== true || caller.cityId !== undefined) return true;
    const { directory } = this.log;
    // As it was routed: what is written in an address can be written in other ways.
    const { url: route = '' } = request.routeOptions;
    const id = member(request.params, 'id');
    if (typeof id !== 'string') {
      // A repetition is answered as the first time, and the log has its announcement by then.
      const repeats = await directory.announcedBy(caller.subject, request.headers['idempotency-key']);
      if (!repeats && isAnnouncement(request.body)) await directory.admit(request.body);
    } else if (route.endsWith('/retire')) {
      await directory.expectSigning(id);
    }
    return true;
  }
}

const member = (body: unknown, name: string): unknown => (typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined);

/** A body of another shape is refused for its shape, with every fault of it. */
const isAnnouncement = (body: unknown): body is Readonly<Record<string, unknown>> =>
  ['replaces', 'key', 'bothUntil'].every((name) => typeof member(body, name) === 'string') && Array.isArray(member(body, 'signatures'));
