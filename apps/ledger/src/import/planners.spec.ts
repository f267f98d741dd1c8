import { join } from 'node:path';
import { grounds, hasCode, isDate, rights, sdgTargets } from '@covenant/domain';
import { describe, expect, it } from '@jest/globals';
import { fallback, type Mapped, servedBy, titleOf } from './mapping.js';
import { mappedGroups, trcSections, uprIssues, uprSessions } from './mappings.data.js';
import type { Planned, Planner, Setting } from './planned.js';
import { readRows } from './rows.js';
import { trcColumns, trcIdentityOf, trcPlanner } from './trc.js';
import { uprColumns, uprIdentityOf, uprPlanner } from './upr.js';

const data = join(import.meta.dirname, '..', '..', '..', '..', 'data');
const setting: Setting = {
  cityId: '01912d68-783e-7a03-8467-5661c1243ad4',
  dutyBearerId: '01912d68-783e-7a03-8467-5661c1243ad5',
  groupIds: new Map(Object.keys(mappedGroups).map((key) => [key, `id of ${key}`])),
};

async function planAll(file: string, columns: readonly string[], plan: Planner): Promise<{ planned: Planned[]; refused: string[]; aside: number }> {
  const outcome = { planned: [] as Planned[], refused: [] as string[], aside: 0 };
  for await (const row of readRows(join(data, file), columns)) {
    const planned = 'broken' in row ? { refused: row.broken } : plan(row.cells, setting);
    if (planned === undefined) outcome.aside += 1;
    else if ('refused' in planned) outcome.refused.push(`${row.line}: ${planned.refused}`);
    else outcome.planned.push(planned);
  }
  return outcome;
}

/** The record that the first step begins, as the interface would show it once all steps were taken. */
const asRecord = ({ steps }: Planned): object => ({ state: steps.length > 1 ? steps[1]?.command.type : 'open', ...steps[0].command.data });

const row = (cells: Partial<Record<(typeof uprColumns)[number] | 'id', string>> = {}) => ({
  id: 'UPR16-0001',
  session: '16',
  state_under_review: 'Canada',
  recommending_state: 'Brazil',
  response: 'Accepted',
  issues: 'Right to housing; Women\'s rights',
  text: 'House everybody.',
  ...cells,
});
const planOne = (cells: Record<string, string>, state?: string) => uprPlanner(state)(cells, setting);

describe('the mapping tables', () => {
  it('name only codes that the vocabularies know, and known groups', () => {
    const all: Mapped[] = [...Object.values(uprIssues), ...Object.values(trcSections), fallback];
    for (const { rights: codes, sdgTargets: targets, group } of all) {
      expect(codes.length).toBeGreaterThan(0);
      expect(codes.filter((code) => !hasCode(rights, code))).toEqual([]);
      expect(targets.filter((code) => !hasCode(sdgTargets, code))).toEqual([]);
      if (group !== undefined) expect(Object.keys(mappedGroups)).toContain(group);
    }
    for (const group of Object.values(mappedGroups)) expect(group.grounds.filter((code) => !hasCode(grounds, code))).toEqual([]);
    for (const { openedOn, nextReviewBy } of Object.values(uprSessions)) {
      expect([openedOn, nextReviewBy].every(isDate)).toBe(true);
      expect(openedOn < nextReviewBy).toBe(true);
    }
  });

  it('give the union over the words, the first word’s dimension, and the general right where no word is known', () => {
    expect(servedBy(['Right to housing', 'Nonsense', 'Poverty'], uprIssues)).toEqual({
      rights: ['ICESCR-11.1', 'ICESCR-11'],
      sdgTargets: ['11.1', '1.2'],
      groups: ['poverty'],
      dimension: 'fulfil',
      realisation: 'progressive',
      unknown: ['Nonsense'],
    });
    expect(servedBy(['Nonsense'], uprIssues)).toMatchObject({ rights: ['UDHR-28'], unknown: ['Nonsense'] });
  });

  it('cut a title between words, by characters and not by halves of them', () => {
    expect(titleOf('House everybody.')).toBe('House everybody.');
    expect(titleOf('one two three four', 10)).toBe('one two…');
    expect(titleOf('𝔸'.repeat(20), 10)).toBe(`${'𝔸'.repeat(9)}…`);
  });
});

describe('reading UPR rows', () => {
  it('understands every row about North America, word for word', async () => {
    const { planned, refused, aside } = await planAll('upr/upr-north-america.csv', uprColumns, uprPlanner(undefined));
    expect(refused).toEqual([]);
    expect(aside).toBe(0);
    expect(planned).toHaveLength(639);
    expect(planned.flatMap(({ unknownWords }) => unknownWords)).toEqual([]);
    expect(new Set(planned.map(({ identity }) => identity)).size).toBe(639);
    const kinds = planned.map(({ steps }) => steps.map(({ command }) => command.type).join('+'));
    expect(kinds.filter((kind) => kind === 'record+accept')).toHaveLength(402);
    expect(kinds.filter((kind) => kind === 'record+dispute')).toHaveLength(208);
    expect(kinds.filter((kind) => kind === 'make')).toHaveLength(29);
  });

  it('knows the row again in the record that it became', async () => {
    const { planned } = await planAll('upr/upr-north-america.csv', uprColumns, uprPlanner(undefined));
    expect(planned.filter((one) => uprIdentityOf(asRecord(one)) !== one.identity)).toEqual([]);
    expect(uprIdentityOf({ ...asRecord(planned[0] as Planned), state: 'recorded' })).toBeUndefined();
    expect(uprIdentityOf({ title: 'Something of the city’s own', source: { instrument: 'City Charter' } })).toBeUndefined();
  });

  it('leaves rows about other States aside', async () => {
    const { planned, aside } = await planAll('upr/upr-north-america.csv', uprColumns, uprPlanner('Canada'));
    expect([planned.length, aside]).toEqual([359, 280]);
  });

  it('takes rows that say the same for the same, whatever their number', () => {
    const identity = (cells: Record<string, string>) => (planOne(cells) as Planned).identity;
    expect(identity(row({ id: 'UPR99-9999', issues: 'Poverty' }))).toBe(identity(row()));
    expect(identity(row({ session: '4' }))).not.toBe(identity(row()));
    expect(identity(row({ response: 'Noted' }))).not.toBe(identity(row()));
  });

  it('says why it cannot understand a row', () => {
    expect(planOne(row({ text: '' }))).toEqual({ refused: 'it has no text' });
    expect(planOne(row({ state_under_review: '' }))).toEqual({ refused: 'it names no State under review' });
    expect(planOne(row({ response: 'accepted?' }))).toEqual({
      refused: 'the response is “accepted?”; it should be one of Accepted, Noted, Voluntary Pledge',
    });
    expect(planOne(row({ session: 'XVI' }))).toEqual({ refused: 'the session is “XVI”; it should be a number from 1 to 20' });
  });
});

describe('reading calls of the Truth and Reconciliation Commission', () => {
  it('takes those that name municipalities, with the words of the call that a part belongs to', async () => {
    const { planned, refused, aside } = await planAll('trc/trc_calls_to_action.csv', trcColumns, trcPlanner());
    expect([planned.length, refused, aside]).toEqual([22, [], 163]);
    expect(planned.flatMap(({ unknownWords }) => unknownWords)).toEqual([]);
    const part = planned.map((one) => one.steps[0].command.data).find((record) => 'source' in record && JSON.stringify(record).includes('"23.ii"'));
    expect(part).toMatchObject({
      title: 'Call 23.ii: Ensure the retention of Aboriginal health-care providers in Aboriginal communities.',
      source: {
        recommendation: {
          text: 'We call upon all levels of government to: Ensure the retention of Aboriginal health-care providers in Aboriginal communities.',
        },
      },
    });
    expect(planned.filter((one) => trcIdentityOf(asRecord(one)) !== one.identity)).toEqual([]);
  });

  it('refuses a part whose call does not stand before it', () => {
    const part = { call_id: '23.ii', parent_call: '23', section: 'Health', addressed_to: 'municipal', text_en: 'Retain them.' };
    expect(trcPlanner()(part, setting)).toEqual({ refused: 'it is a part of call 23, which does not stand before it' });
  });
});
