import type { IncomingMessage } from 'node:http';

const longest = 4_096;

/** The members of a form that a browser sent; undefined when it is none, or longer than any of ours. */
export const readForm = async (request: IncomingMessage): Promise<URLSearchParams | undefined> => {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > longest) return undefined;
  }
  return new URLSearchParams(text);
};
