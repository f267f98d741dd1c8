import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Problem } from '../problems/problem.js';
import { sendsOn } from './bodies.js';
import { problemHeaders } from './refuse.js';
import { type InEach, spokenFor, type SpokenLanguage, spokenLanguages } from '../words/told.js';
import { transportSecurity } from './security-headers.js';

/**
 * Stands before whoever serves the requests of a server. Those that are refused are answered with the problem at once, at the least
 * that an answer can cost: no route, no hook, no trace, and not counted among the requests.
 */
export const atTheDoor = (server: Server, problem: Problem, refused: (request: IncomingMessage) => boolean): void => {
  const inside = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  const answers = Object.fromEntries(spokenLanguages.map((language) => [language, answerWith(problem, language)])) as InEach<Answer>;
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (refused(request)) answers[spokenFor(request.headers['accept-language'])](request, response);
    else for (const serve of inside) serve(request, response);
  });
};

const id = '00000000-0000-0000-0000-000000000000';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** All of the answer but its id is made beforehand, in each language. */
const answerWith = (problem: Problem, language: SpokenLanguage): Answer => {
  const document = JSON.stringify(problem.toDocument(id, language));
  const [before = '', after = ''] = document.split(id);
  const headers = Object.entries({
    ...problemHeaders(problem, language),
    'content-length': String(Buffer.byteLength(document)),
  }).flat();
  const overTls = [...headers, 'strict-transport-security', transportSecurity];
  return (request, response) => {
    const instance = randomUUID();
    // A browser heeds that header over TLS alone, so it does no harm to believe whoever says so.
    const all = request.headers['x-forwarded-proto'] === 'https' ? overTls : headers;
    const last = sendsOn(request) ? ['connection', 'close'] : [];
    response.writeHead(problem.type.status, [...all, 'x-request-id', instance, ...last]).end(before + instance + after);
  };
};
