import type { ResolvedEvent } from '@eventstore/db-client';
import { LedgerClient } from '../../../libs/event-store/src/eventstoredb/client.js';
import type { Connection } from '../../../libs/event-store/src/eventstoredb/connection.js';
import { toRecorded } from '../../../libs/event-store/src/eventstoredb/events.js';
import { withDefaults } from '../../../libs/event-store/src/eventstoredb/options.js';

/** The settings of a process (EVENTSTORE_URL and those beside it), and EVENTSTORE_RESTART. */
export type NamedEnvironment = Readonly<Record<string, string | undefined>>;

/** Newest events of all that are looked at; a ledger that ever wrote here is among them, unless others wrote much since. */
const looked = 4_000;

/**
 * The suite writes streams of its own and cannot take them away again. Events of other programs do not disturb it, nor it
 * them. Events of a ledger are another matter: its log would get the suite's as entries, for good.
 * @throws Error when a ledger has written here
 */
export async function refuseLedger(connection: Connection, environment: NamedEnvironment): Promise<void> {
  if (environment.EVENTSTORE_LEDGER_MAY_BE_SPOILT === 'yes') return;
  const client = new LedgerClient(connection, withDefaults({ url: '' }));
  try {
    const newest = client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: looked, requiresLeader: true });
    for await (const resolved of newest as AsyncIterable<ResolvedEvent>) {
      const event = toRecorded(resolved);
      if (event === undefined || event.stream.startsWith('contract-')) continue;
      throw new Error(
        `the server holds a ledger's events, such as ${event.type} in ${event.stream}: the suite would write among them. ` +
          'Name another server, or set EVENTSTORE_LEDGER_MAY_BE_SPOILT=yes.',
      );
    }
  } finally {
    await client.close();
  }
}
