import { StoreUnavailable } from '@covenant/event-store';
import { ConfigurationError, NewerDatabase, ServerError } from '@covenant/platform';
import { LogKeyError } from '../../../notary/src/index.js';
import { StartUsage } from './arguments.js';

/** One sentence for the person at the terminal; undefined for a fault of ours, which shows its stack. */
export const sentenceFor = (error: unknown): string | undefined => {
  if (error instanceof ConfigurationError) {
    return `The configuration is wrong. ${error.wrong.map(({ name, detail }) => `${name} ${detail}`).join('; ')}. See .env.example.`;
  }
  if (error instanceof NewerDatabase) return `${error.message} Start the version that made it, or a newer one.`;
  if (error instanceof ServerError || error instanceof LogKeyError || error instanceof StartUsage) return error.message;
  if (error instanceof StoreUnavailable) return 'The database cannot be reached, or has no tables of Covenant: see DATABASE_URL and DATABASE_OWNER_URL.';
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
    default:
      return undefined;
  }
};
