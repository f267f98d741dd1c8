// A store that takes no more events, so that it can be copied whole. Nobody can be left over who still writes: taking
// the trigger in waits for every append under way, and every later one meets it, also one that was checked before.
import { withClient } from '@covenant/platform';

const trigger = 'read_only';
/** An append ends within its statement timeout of 15 seconds; whoever holds the table longer is to be looked at. */
const longestWait = '30s';

// For each row: a statement that inserts none, as the writer's warm-up, still passes.
const close = `
  CREATE OR REPLACE FUNCTION ledger.refuse_append() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'it was closed so that it can be copied' USING ERRCODE = 'read_only_sql_transaction';
  END $$;
  REVOKE ALL ON FUNCTION ledger.refuse_append() FROM PUBLIC;
  CREATE OR REPLACE TRIGGER ${trigger} BEFORE INSERT ON ledger.events
    FOR EACH ROW EXECUTE FUNCTION ledger.refuse_append();
`;

const open = `
  DROP TRIGGER IF EXISTS ${trigger} ON ledger.events;
  DROP FUNCTION IF EXISTS ledger.refuse_append();
`;

const transaction = (sql: string): string => `BEGIN; SET LOCAL lock_timeout = '${longestWait}'; ${sql} COMMIT;`;

/**
 * From when it resolves until `makeWritable`, no event is recorded, whoever asks and however often anything restarts.
 * Reading goes on; an append is refused with `StoreUnavailable`. Doing it again changes nothing.
 * @param ownerUrl the owner role's URL: the application's role can neither close nor open
 * @throws the database's error; nothing is changed then
 */
export const makeReadOnly = (ownerUrl: string): Promise<void> =>
  withClient(ownerUrl, async (client) => void (await client.query(transaction(close))));

/** Events are recorded again. */
export const makeWritable = (ownerUrl: string): Promise<void> =>
  withClient(ownerUrl, async (client) => void (await client.query(transaction(open))));

/** Whether appends are refused. Any role that may connect may ask. */
export const isReadOnly = (url: string): Promise<boolean> =>
  withClient(url, async (client) => {
    const { rowCount } = await client.query(
      `SELECT FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'ledger' AND c.relname = 'events' AND t.tgname = $1 AND t.tgenabled IN ('O', 'A')`,
      [trigger],
    );
    return rowCount === 1;
  });
