// Where the records of each aggregate are, and where their commands go.
import { aggregateNamed, type AggregateName } from '@covenant/domain';

export const plurals: Readonly<Record<AggregateName, string>> = {
  city: 'cities',
  'duty-bearer': 'duty-bearers',
  group: 'groups',
  obligation: 'obligations',
  commitment: 'commitments',
  scrutiny: 'scrutinies',
  remedy: 'remedies',
  'log-key': 'log-keys',
  grievance: 'grievances',
  subject: 'subjects',
  upkeep: 'upkeeps',
  council: 'councils',
};

/** What begins about a subject has the subject's mark in its address; what begins anything else has no id yet. */
export const addressOf = (name: AggregateName, command: string, id = '{id}'): string =>
  command === aggregateNamed(name).begins && name !== 'subject' ? `/v1/${plurals[name]}` : `/v1/${plurals[name]}/${id}/${command}`;
