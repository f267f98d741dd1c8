import 'reflect-metadata';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checked, createAdapter, Each, HasEach, Is, oneOf, text } from '@covenant/platform';
import { Body, Controller, Module, Post, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { type Bench, median, perSecond } from './harness.js';
import { LoadClient } from './http-client.js';

class Milestone {
  @Is(text(300), 'title')
  readonly title!: string;
}

class Commitment {
  @Is(text(300), 'title')
  readonly title!: string;

  @Each(oneOf(['ICESCR-11.1', 'CRPD-9', 'UDHR-25'], 'Right'), 'rights', { min: 1 })
  readonly rights!: readonly string[];

  @HasEach(() => Milestone, 'milestones')
  readonly milestones!: readonly Milestone[];
}

@Controller('commitments')
class CommitmentsController {
  @Post()
  make(@Body() body: object): { readonly title: string } {
    return { title: checked(Commitment, body).title };
  }
}

@Module({ controllers: [CommitmentsController] })
class AdapterModule {}

const quiet = { logger: false } as const;
const applications = {
  Fastify: async (): Promise<INestApplication> => {
    const app = await NestFactory.create(AdapterModule, createAdapter(), { ...quiet, bodyParser: false });
    return app.init();
  },
  Express: async (): Promise<INestApplication> => (await NestFactory.create(AdapterModule, new ExpressAdapter(), quiet)).init(),
};

const body = JSON.stringify({
  title: 'Every emergency shelter reachable without steps, with a bed for who needs one on the day',
  rights: ['ICESCR-11.1', 'CRPD-9', 'UDHR-25'],
  milestones: Array.from({ length: 5 }, (_, index) => ({ title: `Step ${index}` })),
});

/** The choice of the HTTP adapter (docs/decisions): the same controller and the same check, nothing behind them. */
const bench: Bench = {
  name: 'http-adapter',
  async run({ quick }) {
    const client = new LoadClient();
    const rates: Record<keyof typeof applications, number[]> = { Fastify: [], Express: [] };
    try {
      for (let round = 0; round < (quick ? 2 : 5); round += 1) {
        for (const name of ['Fastify', 'Express'] as const) {
          const app = await applications[name]();
          await app.listen(0, '127.0.0.1');
          const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
          const load = { port, connections: 32, path: '/commitments', headers: [], body, keyed: false };
          await client.run({ ...load, seconds: 1 });
          const { answered, seconds, statuses } = await client.run({ ...load, seconds: quick ? 2 : 5 });
          if (Object.keys(statuses).join() !== '201') throw new Error(`${name} answered ${JSON.stringify(statuses)}`);
          rates[name].push(answered / seconds);
          await app.close();
        }
      }
    } finally {
      client.close();
    }
    const [fastify, express] = [median(rates.Fastify), median(rates.Express)];
    return [{ figure: 'Nest on Fastify, 32 connections', value: perSecond(fastify), against: `${perSecond(express)} on Express`, ratio: fastify / express }];
  },
};

export default bench;
