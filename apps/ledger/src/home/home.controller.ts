import { spoken } from '@covenant/platform';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LOG_STANDING, type LogStanding } from '../../../notary/src/index.js';
import { Reading } from '../reading/reading.js';
import { sampleCityId } from '../sample/place.js';
import { homePage, type LogLine } from './page.js';
import { style } from './style.js';
import { homeView } from './view.js';

/** The page needs its own style sheet and nothing else: no script, no image, no other origin. */
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/** The first page, for people. */
@ApiExcludeController()
@Controller()
export class HomeController {
  constructor(
    @Inject(Reading) private readonly reading: Reading,
    @Inject(LOG_STANDING) private readonly standing: LogStanding,
  ) {}

  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const language = spoken(request, reply);
    const log = logLine(await this.standing());
    const view = { ...(await homeView(this.reading.queries, sampleCityId, addressOf(request), new Date())), log };
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('cache-control', 'no-cache')
      .send(homePage(view, language));
  }

  @Get('home.css')
  style(@Res() reply: FastifyReply): void {
    reply.header('content-type', 'text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(style);
  }
}

type Standing = Awaited<ReturnType<LogStanding>>;

const states: { readonly [S in Standing['state']]: LogLine['state'] } = {
  following: 'signing',
  starting: 'waiting',
  standby: 'waiting',
  retrying: 'waiting',
  stopped: 'stopped',
};

const logLine = ({ state, size, reason, entry, witnesses }: Standing): LogLine => ({ size, state: states[state], reason, entry, witnesses });

/** The address that the reader used, where it can be one; it is shown to be copied into a command line. */
function addressOf({ protocol, headers }: FastifyRequest): string {
  const host = headers.host ?? '';
  return /^[a-z0-9.-]+(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/i.test(host) ? `${protocol}://${host}` : 'http://127.0.0.1:3000';
}
