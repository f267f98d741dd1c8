import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The first read models: a table an aggregate, all of one shape, the entries, the tallies and the places. Names no
 * schema but the one it is run for, because a rebuild runs it for another beside the one that is read.
 */
export class ReadModels1790000000401 implements MigrationInterface {
  readonly name = 'ReadModels1790000000401';

  async up(runner: QueryRunner): Promise<void> {
    const { schema } = runner.connection.options as { schema?: string };
    if (schema === undefined) throw new Error('the read models need to be told their schema');
    for (const statement of statements(schema)) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    const { schema } = runner.connection.options as { schema?: string };
    if (schema === undefined) throw new Error('the read models need to be told their schema');
    for (const table of [...records, 'entries', 'city_clocks', 'tallies', 'projections'])
      await runner.query(`DROP TABLE ${schema}.${table}`);
  }
}

const records = ['cities', 'duty_bearers', 'groups', 'obligations', 'commitments', 'scrutinies', 'remedies'];

/** Rows are rewritten as events come: room on each page lets most updates stay there, without touching an index. */
export const record = (schema: string, table: string): string[] => [
  `CREATE TABLE ${schema}.${table} (
     id uuid NOT NULL,
     city_id uuid NOT NULL,
     status text NOT NULL,
     title text NOT NULL,
     title_key text COLLATE "C" NOT NULL,
     duty_bearer_id uuid,
     duty_bearer_ids text[] NOT NULL,
     open_duty_bearer_ids text[] NOT NULL,
     rights text[] NOT NULL,
     principles text[] NOT NULL,
     group_ids text[] NOT NULL,
     open boolean NOT NULL,
     overdue boolean NOT NULL,
     due_on date,
     due_key date NOT NULL,
     clock_on date,
     slug text,
     revision integer NOT NULL,
     as_of_position numeric(39,0) NOT NULL,
     last_entry bigint NOT NULL,
     first_recorded_at timestamptz(3) NOT NULL,
     last_recorded_at timestamptz(3) NOT NULL,
     search tsvector NOT NULL,
     body json NOT NULL,
     CONSTRAINT ${table}_pk PRIMARY KEY (id)
   ) WITH (fillfactor = 80)`,
  `CREATE INDEX ${table}_by_recorded ON ${schema}.${table} (city_id, first_recorded_at, id)`,
  `CREATE INDEX ${table}_by_title ON ${schema}.${table} (city_id, title_key, id)`,
  `CREATE INDEX ${table}_by_due ON ${schema}.${table} (city_id, due_key, id)`,
  `CREATE INDEX ${table}_by_status ON ${schema}.${table} (city_id, status, first_recorded_at, id)`,
  `CREATE INDEX ${table}_by_duty_bearer ON ${schema}.${table} (duty_bearer_id, first_recorded_at, id)`,
  `CREATE INDEX ${table}_due_of_duty_bearer ON ${schema}.${table} (duty_bearer_id, due_key, id)`,
  `CREATE INDEX ${table}_overdue ON ${schema}.${table} (city_id, due_key, id) WHERE overdue`,
  `CREATE INDEX ${table}_for_clock ON ${schema}.${table} (clock_on, id) WHERE clock_on IS NOT NULL`,
  `CREATE INDEX ${table}_by_slug ON ${schema}.${table} (slug) WHERE slug IS NOT NULL`,
  `CREATE INDEX ${table}_by_words ON ${schema}.${table}
     USING gin (search, rights, group_ids, duty_bearer_ids, open_duty_bearer_ids)
     WITH (gin_pending_list_limit = 256)`,
];

const entries = (schema: string): string[] => [
  `CREATE TABLE ${schema}.entries (
     entry bigint NOT NULL,
     event_id uuid NOT NULL,
     position numeric(39,0) NOT NULL,
     aggregate text NOT NULL,
     record_id uuid NOT NULL,
     revision integer NOT NULL,
     city_id uuid NOT NULL,
     type text NOT NULL,
     recorded_at timestamptz(3) NOT NULL,
     effective_on date,
     actor_role text NOT NULL,
     actor_subject text NOT NULL,
     actor_duty_bearer_id text,
     schema_version integer NOT NULL,
     data json NOT NULL,
     CONSTRAINT entries_pk PRIMARY KEY (entry)
   )`,
  `CREATE INDEX entries_by_record ON ${schema}.entries (record_id, entry)`,
  `CREATE INDEX entries_by_city ON ${schema}.entries (city_id, entry)`,
  `CREATE INDEX entries_by_city_and_type ON ${schema}.entries (city_id, type, entry)`,
  `CREATE INDEX entries_by_time ON ${schema}.entries (city_id, recorded_at, entry)`,
  `CREATE TABLE ${schema}.city_clocks (
     city_id uuid NOT NULL,
     latest timestamptz(3) NOT NULL,
     skew bigint NOT NULL,
     CONSTRAINT city_clocks_pk PRIMARY KEY (city_id)
   ) WITH (fillfactor = 50)`,
];

const figures = (schema: string): string[] => [
  `CREATE TABLE ${schema}.tallies (
     city_id uuid NOT NULL,
     aggregate text NOT NULL,
     facet text NOT NULL,
     value text NOT NULL,
     status text NOT NULL,
     open boolean NOT NULL,
     overdue boolean NOT NULL,
     count integer NOT NULL,
     CONSTRAINT tallies_pk PRIMARY KEY (city_id, aggregate, facet, value, status, open, overdue)
   ) WITH (fillfactor = 50)`,
  `CREATE TABLE ${schema}.projections (
     name text NOT NULL,
     partition integer NOT NULL,
     position numeric(39,0) NOT NULL,
     token text NOT NULL,
     watermark numeric(39,0) NOT NULL,
     state text NOT NULL,
     version integer NOT NULL,
     error text,
     poisoned_event_id uuid,
     poisoned_entry bigint,
     changed_at timestamptz(3) NOT NULL DEFAULT now(),
     CONSTRAINT projections_pk PRIMARY KEY (name, partition),
     CONSTRAINT projections_state CHECK (state IN ('running', 'stopped', 'replaced'))
   ) WITH (fillfactor = 50)`,
];

/** The application's role writes rows and never removes one: a record is never gone. */
const grants = (schema: string): string[] => [
  `GRANT USAGE ON SCHEMA ${schema} TO covenant_app`,
  ...[...records, 'entries', 'city_clocks', 'tallies', 'projections'].map(
    (table) => `GRANT SELECT, INSERT, UPDATE ON ${schema}.${table} TO covenant_app`,
  ),
];

const statements = (schema: string): string[] => [
  ...records.flatMap((table) => record(schema, table)),
  ...entries(schema),
  ...figures(schema),
  ...grants(schema),
];
