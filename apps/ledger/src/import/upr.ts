import type { CodeOf, recommendationResponses } from '@covenant/domain';
import { type Cells, partsOf, servedBy, titleOf } from './mapping.js';
import { uprIssues, uprSessions } from './mappings.data.js';
import { groupsOf, identityOf, member, type Planned, type Planner, type Setting } from './planned.js';

/** Columns without which a file is not one of UPR recommendations. */
export const uprColumns = ['session', 'state_under_review', 'recommending_state', 'response', 'issues', 'text'] as const;

/** Where the words come from; stands with every record made of them. */
export const uprSource = 'UPR Info database, from UN working-group reports';

type Response = CodeOf<typeof recommendationResponses>;
const responses: Readonly<Record<string, Response>> = { Accepted: 'supported', Noted: 'noted' };
const pledge = 'Voluntary Pledge';

/** @param state only rows about this State under review; undefined takes all of them */
export const uprPlanner =
  (state: string | undefined): Planner =>
  (cells, setting) => {
    const row = readRow(cells);
    if ('refused' in row) return row;
    if (state !== undefined && row.state !== state) return undefined;
    return row.response === pledge ? planPledge(row, setting) : planRecommendation(row, setting);
  };

interface UprRow {
  readonly id: string;
  readonly session: string;
  readonly state: string;
  readonly by: string;
  readonly response: string;
  readonly issues: readonly string[];
  readonly text: string;
}

function readRow(cells: Cells): UprRow | { readonly refused: string } {
  const [session = '', state = '', by = '', response = '', issues = '', text = ''] = uprColumns.map((name) => cells[name]);
  if (text === '') return { refused: 'it has no text' };
  if (state === '') return { refused: 'it names no State under review' };
  if (response !== pledge && responses[response] === undefined) {
    return { refused: `the response is “${response}”; it should be one of ${[...Object.keys(responses), pledge].join(', ')}` };
  }
  if (uprSessions[session] === undefined) return { refused: `the session is “${session}”; it should be a number from 1 to 20` };
  return { id: cells['id'] ?? '', session, state, by, response, issues: partsOf(issues), text };
}

type Said = Pick<UprRow, 'state' | 'by' | 'session' | 'response' | 'text'>;

const identity = ({ state, by, session, response, text }: Said): string =>
  identityOf('upr', [state, by, session, response, text]);

const reviewOf = (state: string): string => `Review of ${state} (${uprSource})`;

function planRecommendation(row: UprRow, setting: Setting): Planned {
  const served = servedBy(row.issues, uprIssues);
  const response = responses[row.response] ?? 'pending';
  const answer = `${row.state} ${response === 'supported' ? 'accepted' : 'noted'} this recommendation in session ${row.session} of the UPR.`;
  return {
    identity: identity(row),
    unknownWords: served.unknown,
    steps: [
      {
        aggregate: 'obligation',
        command: {
          type: 'record',
          data: {
            cityId: setting.cityId,
            title: titleOf(row.text),
            rights: served.rights,
            sdgTargets: served.sdgTargets,
            groups: groupsOf(setting, served.groups),
            source: {
              instrument: 'UPR',
              provision: reviewOf(row.state),
              recommendation: { id: row.id === '' ? `UPR session ${row.session}` : row.id, text: row.text, by: row.by, session: row.session },
            },
            dutyBearerId: setting.dutyBearerId,
            dimension: served.dimension,
            realisation: served.realisation,
            response,
          },
        },
      },
      response === 'supported'
        ? { aggregate: 'obligation', command: { type: 'accept', data: { statement: answer, response } } }
        : { aggregate: 'obligation', command: { type: 'dispute', data: { reason: answer, response } } },
    ],
  };
}

/**
 * A pledge carries no date of its own: it was made when the session opened, and is due by the State's next review.
 */
function planPledge(row: UprRow, setting: Setting): Planned | { readonly refused: string } {
  const served = servedBy(row.issues, uprIssues);
  const session = uprSessions[row.session];
  if (session === undefined) return { refused: `the session “${row.session}” has no known date` };
  return {
    identity: identity(row),
    unknownWords: served.unknown,
    steps: [
      {
        aggregate: 'commitment',
        effectiveOn: session.openedOn,
        command: {
          type: 'make',
          data: {
            cityId: setting.cityId,
            title: titleOf(row.text),
            description: row.text,
            rights: served.rights,
            sdgTargets: served.sdgTargets,
            groups: groupsOf(setting, served.groups),
            dutyBearerId: setting.dutyBearerId,
            dueOn: session.nextReviewBy,
            forum: { name: 'Universal Periodic Review', session: row.session },
            source: { name: reviewOf(row.state), ...(row.id === '' ? {} : { reference: row.id }) },
          },
        },
      },
    ],
  };
}

/**
 * The identity of the row that a record of the ledger was made of; undefined when it was made of none, or when only
 * the first of its commands arrived.
 */
export function uprIdentityOf(record: object): string | undefined {
  const pledged = stateIn(member(record, 'source', 'name'));
  if (pledged !== undefined) {
    const session = member(record, 'forum', 'session');
    return identity({ state: pledged, by: pledged, session, response: pledge, text: member(record, 'description') });
  }
  const state = stateIn(member(record, 'source', 'provision'));
  const response = Object.entries(responses).find(([, code]) => code === member(record, 'response'))?.[0];
  if (state === undefined || response === undefined || member(record, 'state') === 'recorded') return undefined;
  const part = (name: string): string => member(record, 'source', 'recommendation', name);
  return identity({ state, by: part('by'), session: part('session'), response, text: part('text') });
}

const stateIn = (source: string): string | undefined =>
  source.startsWith('Review of ') && source.endsWith(` (${uprSource})`) ? source.slice(10, -uprSource.length - 3) : undefined;
