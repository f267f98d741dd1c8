import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { answeredEverywhere } from '@covenant/platform';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { docsPage } from './docs-page.js';

const about = `What a human rights city owes, promised, decided and repaired, as immutable entries that anybody can prove.

Every aggregate works the same way: one command begins a record, every later one is sent to the record, and a receipt
names the events. Reading needs no token. Problems are RFC 9457, told in the language of Accept-Language
(English, Spanish, French); the address in \`type\` explains each kind. Their statuses: 400 malformed or invalid, 401 no
valid token, 403 the role may not, 404 nothing there, 405 the address takes other methods, 406 no form that is asked for is
offered, 409 the state does not allow it, 410 the words were erased, 412 the record moved on, 413 too large, 415 not JSON,
422 against a rule, 429 too often, 503 not now.`;

/** OpenAPI 3.1, made from the controllers and DTOs that serve the requests. */
export const describeApi = (app: NestFastifyApplication): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Covenant ledger')
    .setVersion('1')
    .setDescription(about)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'A token of the configured issuer (OpenID Connect)' })
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: (controller, method) => `${controller}_${method}` });
  closeBodies(document);
  addEverywhere(document);
  return document;
};

/** Unknown members are refused: every schema that a body is made of says so. */
const closeBodies = ({ paths, components }: OpenAPIObject): void => {
  const schemas = (components?.schemas ?? {}) as Record<string, object>;
  const closed = new Set<string>();
  const close = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    for (const [name, value] of Object.entries(part)) {
      const schema = name === '$ref' ? /^#\/components\/schemas\/(.+)$/.exec(String(value))?.[1] : undefined;
      if (schema === undefined) close(value);
      else if (!closed.has(schema)) {
        closed.add(schema);
        const found = schemas[schema];
        if (found !== undefined && 'properties' in found) Object.assign(found, { additionalProperties: false });
        close(found);
      }
    }
  };
  for (const item of Object.values(paths)) for (const operation of [item.post, item.put, item.patch]) close(operation?.requestBody);
};

/** Where an operation describes an answer of its own with the status, as readiness does, that one stands. */
const addEverywhere = ({ paths }: OpenAPIObject): void => {
  for (const item of Object.values(paths)) {
    for (const operation of [item.get, item.post, item.put, item.patch, item.delete]) {
      if (operation !== undefined) operation.responses = { ...answeredEverywhere, ...operation.responses };
    }
  }
};

const assetTypes = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

/** The description at `/openapi.json`, and pages at `/docs` whose scripts and styles this server holds itself. */
export const serveDescription = async (app: NestFastifyApplication): Promise<void> => {
  const fastify = app.getHttpAdapter().getInstance();
  let text: string | undefined;
  fastify.get('/openapi.json', (_request, reply) => {
    text ??= JSON.stringify(describeApi(app));
    return reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-cache').send(text);
  });
  const assets = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  fastify.get('/docs', (_request, reply) =>
    reply.headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': docsPage.policy }).send(docsPage.html),
  );
  fastify.get('/docs/start.js', (_request, reply) =>
    reply.header('content-type', 'text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(docsPage.script),
  );
  for (const [file, type] of Object.entries(assetTypes)) {
    const path = join(assets, file);
    const { size } = await stat(path);
    fastify.get(`/docs/${file}`, (_request, reply) =>
      reply
        .headers({ 'content-type': type, 'content-length': size, 'cache-control': 'public, max-age=86400' })
        .send(createReadStream(path)),
    );
  }
};
