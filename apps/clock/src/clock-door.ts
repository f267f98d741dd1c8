import { randomUUID } from 'node:crypto';
import { type Commands, KeyReused, Refused, UnknownRecord } from '@covenant/commands';
import type { FrontDoor } from './front-door.js';

/** The clock's commands take the same way as everybody's; only the HTTP in front of it is missing. */
export const clockDoor = (commands: Pick<Commands, 'execute'>): FrontDoor => ({
  send: async ({ aggregate, id, command, actor, idempotencyKey }) => {
    try {
      await commands.execute({ aggregate, id, command, actor, idempotencyKey, correlationId: `clock:${randomUUID()}` });
      return 'recorded';
    } catch (error) {
      if (error instanceof Refused || error instanceof KeyReused || error instanceof UnknownRecord) return 'refused';
      throw error;
    }
  },
});
