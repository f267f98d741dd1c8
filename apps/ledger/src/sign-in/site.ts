import { hash, timingSafeEqual } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { sampleAccount } from './accounts.js';
import { readForm } from './form.js';
import { expiredPage, signInPage, signInStyle, type Complaint } from './pages.js';

/** Where on the ledger's address the issuer itself is. */
export const issuerPath = '/oidc';

/** A form is sent to here, and from here to the program that asked, which listens on a port of this machine. */
const policy = "default-src 'none'; style-src 'self'; form-action 'self' http://127.0.0.1:*; base-uri 'none'; frame-ancestors 'none'";

/** What is counted by. */
const guessed = 'password';

/** Answers below `/oidc` and `/sign-in`, on Node's own request and response. */
export class SignInSite {
  /** Wrong passwords of the whole form, in seconds: there is one password for all. */
  private readonly guesses = new RateLimiterMemory({ points: 20, duration: 300 });

  constructor(
    private readonly provider: Provider,
    private readonly password: string,
  ) {}

  /** Where its troubles are told, once for all; told nobody, the package prints them past the log. */
  tellTrouble(tell: (error: unknown) => void): void {
    // What it has of Koa is not in its own types.
    const provider: EventEmitter = this.provider;
    if (provider.listenerCount('error') === 0) provider.on('error', tell);
  }

  /** The issuer's own addresses; it knows nothing of where it is mounted but by `originalUrl`. */
  async issuer(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse): Promise<void> {
    response.setHeader('content-security-policy', policy);
    request.originalUrl = request.url ?? issuerPath;
    request.url = request.originalUrl.slice(issuerPath.length) || '/';
    // What it says of its own address does not depend on what a caller writes into Host.
    request.headers.host = new URL(this.provider.issuer).host;
    await this.provider.callback()(request, response);
  }

  style(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=300' }).end(signInStyle);
  }

  async form(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const uid = await this.interaction(request, response);
    if (uid === undefined) return this.show(response, 400, expiredPage(request.headers['accept-language']));
    return this.show(response, 200, signInPage({ uid }, request.headers['accept-language']));
  }

  async submit(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const language = request.headers['accept-language'];
    const uid = await this.interaction(request, response);
    const form = await readForm(request);
    if (uid === undefined || form === undefined || fromElsewhere(request, this.provider.issuer)) {
      return this.show(response, 400, expiredPage(language));
    }
    if (form.get('act') === 'cancel') {
      return this.finish(request, response, { error: 'access_denied', error_description: 'the person did not sign in' });
    }
    const chosen = form.get('account') ?? '';
    const complaint = await this.judge(chosen, form.get('password') ?? '');
    // A program of this machine could be any: the form is asked each time, and its button is the consent (RFC 8252 §8.6).
    if (complaint === undefined) return this.finish(request, response, { login: { accountId: chosen, remember: false }, consent: {} });
    return this.show(response, complaint === 'tooMany' ? 429 : 422, signInPage({ uid, chosen, complaint }, language));
  }

  private async judge(chosen: string, password: string): Promise<Complaint | undefined> {
    if (sampleAccount(chosen) === undefined) return 'chooseOne';
    // Counted before it is looked at, so that guesses sent together are counted too.
    const { consumedPoints } = await this.guesses.penalty(guessed);
    if (consumedPoints > this.guesses.points) return 'tooMany';
    if (!timingSafeEqual(hash('sha256', password, 'buffer'), hash('sha256', this.password, 'buffer'))) return 'wrong';
    await this.guesses.reward(guessed);
    return undefined;
  }

  /** The request for a sign-in that the address and the browser's cookie both name. */
  private async interaction(request: IncomingMessage, response: ServerResponse): Promise<string | undefined> {
    try {
      const { uid } = await this.provider.interactionDetails(request, response);
      return request.url === `/sign-in/${uid}` ? uid : undefined;
    } catch (error) {
      if (error instanceof Error && error.name === 'SessionNotFound') return undefined;
      throw error;
    }
  }

  private async finish(request: IncomingMessage, response: ServerResponse, result: Parameters<Provider['interactionResult']>[2]): Promise<void> {
    const location = await this.provider.interactionResult(request, response, result);
    response.writeHead(303, { location, 'content-security-policy': policy }).end();
  }

  private show(response: ServerResponse, status: number, page: string): void {
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, vary: 'accept-language' }).end(page);
  }
}

/** A browser says where a form comes from (Fetch §3.2); other programs need not. */
const fromElsewhere = ({ headers }: IncomingMessage, issuer: string): boolean =>
  headers.origin !== undefined && headers.origin !== 'null' && headers.origin !== new URL(issuer).origin && headers.origin !== `http://${headers.host ?? ''}`;
