// What the read models must say, folded from the events alone, and where the tables say otherwise.
import { parseStream } from '@covenant/domain';
import type { RecordedEvent } from '@covenant/event-store';
import { withClient } from '@covenant/platform';
import { recordModels, schema } from '@covenant/read-models';

interface Row {
  readonly id: string;
  readonly body: unknown;
  readonly revision: number;
  readonly position: string;
}

/** Takes the store's events in, from the first one on, and compares. */
export class FreshFold {
  private readonly rows = new Map(recordModels.map(({ table }) => [table, new Map<string, Row>()]));
  private readonly numbered: string[] = [];

  add(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const entry = this.numbered.push(`${this.numbered.length} ${event.id}`) - 1;
      const address = parseStream(event.stream);
      const model = recordModels.find(({ aggregate }) => aggregate === address?.aggregate);
      const rows = model && this.rows.get(model.table);
      if (address === undefined || rows === undefined) continue;
      const body = model?.evolve(rows.get(address.id)?.body ?? model.initial, { ...event, entry } as never);
      rows.set(address.id, { id: address.id, body, revision: event.revision, position: String(event.position) });
    }
  }

  /** Rows that are not what the events say, that are missing, and that no event made; empty is right. */
  async wrongRows(url: string): Promise<readonly string[]> {
    const wrong: string[] = [];
    await withClient(url, async (client) => {
      for (const [table, fold] of this.rows) {
        const { rows } = await client.query<Row>(`SELECT id, body, revision, as_of_position::text AS position FROM ${schema}.${table}`);
        const expected = new Map(fold);
        for (const row of rows) {
          const right = expected.get(row.id);
          if (right === undefined || asText(row) !== asText(right)) wrong.push(`${table} ${row.id}`);
          expected.delete(row.id);
        }
        wrong.push(...[...expected.keys()].map((id) => `${table} ${id} is missing`));
      }
      const { rows } = await client.query<{ entry: string; event_id: string }>(`SELECT entry, event_id FROM ${schema}.entries ORDER BY entry`);
      if (rows.map(({ entry, event_id }) => `${entry} ${event_id}`).join() !== this.numbered.join()) wrong.push('entries');
    });
    return wrong;
  }
}

/** JSON with its members in order, so that two writings of one value are one text. */
const asText = (value: unknown): string =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
