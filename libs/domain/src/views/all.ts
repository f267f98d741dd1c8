import type { AggregateName } from '../kernel/decider.js';
import { cities } from './cities.js';
import { commitments } from './commitments.js';
import { councils } from './councils.js';
import { dutyBearers } from './duty-bearers.js';
import { grievances } from './grievances.js';
import { groups } from './groups.js';
import { logKeys } from './log-keys.js';
import { obligations } from './obligations.js';
import type { RecordFold } from './record-fold.js';
import { remedies } from './remedies.js';
import { scrutinies } from './scrutinies.js';
import { upkeeps } from './upkeeps.js';
import { subjects } from './subjects.js';

/** How every aggregate's records are shown. */
export const recordFolds: Readonly<Record<AggregateName, RecordFold>> = {
  city: cities,
  'duty-bearer': dutyBearers,
  group: groups,
  obligation: obligations,
  commitment: commitments,
  scrutiny: scrutinies,
  remedy: remedies,
  'log-key': logKeys,
  grievance: grievances,
  subject: subjects,
  upkeep: upkeeps,
  council: councils,
};
