import { hash } from 'node:crypto';
import { canonicalJson } from '@covenant/transparency';
import type { CommandRequest } from './request.js';

/** What makes two requests the same request: the command, the record it addresses, and the body however written. */
export const digestOf = ({ aggregate, id, command, effectiveOn }: CommandRequest): string =>
  hash('sha256', canonicalJson({ aggregate, id, command: command.type, body: command.data, effectiveOn }), 'base64url');
