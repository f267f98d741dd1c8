import { reasons, Unauthenticated, type TokenVerifier } from '@covenant/access';
import type { Actor, Role } from '@covenant/domain';
import type { RequestLimits } from '@covenant/platform';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

const callers = new WeakMap<object, Actor>();

/** Who sent the request; undefined when it carried no token. */
export const callerOf = (request: FastifyRequest): Actor | undefined => callers.get(request);

/** @throws Unauthenticated when the request carried no token */
export const knownCaller = (request: FastifyRequest): Actor => {
  const caller = callers.get(request);
  if (caller === undefined) throw new Unauthenticated(reasons.tokenMissing);
  return caller;
};

/**
 * Verifies the token of every request that carries one. None is needed for reading what is public; a bad one is
 * refused even there, because who sends one means to be known. Who is known is counted.
 */
export class TokenGuard implements CanActivate {
  constructor(
    private readonly verifier: TokenVerifier<Role>,
    private readonly limits: RequestLimits,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { authorization } = request.headers;
    if (authorization === undefined) return true;
    const caller = this.verifier.verify(authorization);
    return caller instanceof Promise ? caller.then((judged) => this.admit(request, judged)) : this.admit(request, caller);
  }

  private admit(request: FastifyRequest, caller: Actor): boolean | Promise<boolean> {
    callers.set(request, caller);
    return this.limits.caller(request, caller.subject)?.then(() => true) ?? true;
  }
}
