import { ConfigurationError } from '../config/read-settings.js';
import { NewerDatabase, ServerError } from '../postgres/errors.js';

/** What stood in the way of a start, in one sentence for a person; undefined for a fault of ours. */
export const explain = (error: unknown): string | undefined => {
  if (error instanceof ConfigurationError) {
    return `The configuration is wrong. ${error.wrong.map(({ name, detail }) => `${name} ${detail}`).join('; ')}. See .env.example.`;
  }
  if (error instanceof NewerDatabase) return `${error.message} Start the version that made it, or a newer one.`;
  if (error instanceof ServerError) return error.message;
  return systemSentence(error);
};

const systemSentence = (error: unknown): string | undefined => {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const port: unknown = Reflect.get(error, 'port');
  const address: unknown = Reflect.get(error, 'address');
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${String(port)} of ${String(address)} is in use: end what listens there, or set PORT to another one.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `This machine has no address ${String(address ?? Reflect.get(error, 'hostname'))}: set HOST to one it has.`;
    case 'EACCES':
      if (Reflect.get(error, 'syscall') === 'listen') return `Port ${String(port)} is reserved for the administrator: set PORT to one above 1023.`;
      return `${String(Reflect.get(error, 'path'))} cannot be opened: this user may not.`;
    case 'ECONNREFUSED':
      return 'The database does not answer: see DATABASE_URL.';
    case '42P01':
    case '3F000':
      return 'The database has no tables of Covenant yet: the ledger makes them, with DATABASE_OWNER_URL.';
    default:
      return undefined;
  }
};
