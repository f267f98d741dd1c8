import type { Commands } from '@covenant/commands';
import type { SubjectKeys } from '@covenant/confidentiality';
import type { EventStore } from '@covenant/event-store';
import { createPool, type Closing, type Settings } from '@covenant/platform';
import type { ReadModelQueries } from '@covenant/read-models';
import { Intake } from '../grievances/intake.js';
import { GrievanceStatistics } from '../grievances/statistics.js';
import { RetentionPreview } from '../retention/preview.js';
import { IntakeLimits } from './limits.js';
import { configuredMasterKeys, masterKeyFile } from './master-keys.js';
import { OpenedRecords } from './opened.js';
import { Privacy } from './privacy.js';
import { rotateMasterKey } from './rotation.js';

/** What the routes about personal words stand on. */
export interface PrivateParts {
  readonly privacy: Privacy;
  readonly opened: OpenedRecords;
  readonly intake: Intake;
  readonly statistics: GrievanceStatistics;
  readonly retention: RetentionPreview;
}

interface OpenPrivacy {
  readonly settings: Settings;
  readonly url: string;
  readonly store: EventStore;
  readonly closing: Closing;
  readonly onError: (error: unknown) => void;
}

/** Opens the keys. @throws MasterKeyError */
export async function openPrivacy({ settings, url, store, closing, onError }: OpenPrivacy): Promise<Privacy> {
  const pool = createPool({ url, name: 'covenant-subjects', size: 3, onError });
  closing.add('the pool of the keys of subjects', () => pool.end());
  // Elsewhere other machines have a copy of the file, and its rotation is the operator's.
  const own = settings.profile === 'embedded' && settings.subjectsKeyCommand === undefined;
  const shred = async (keys: SubjectKeys): Promise<void> => {
    if (own) await rotateMasterKey(masterKeyFile(settings), keys, pool);
  };
  const privacy = new Privacy(pool, await configuredMasterKeys(settings), store, shred);
  await privacy.open();
  return privacy;
}

interface MakePrivateParts {
  readonly privacy: Privacy;
  readonly commands: Commands;
  readonly store: EventStore;
  readonly queries: ReadModelQueries;
  readonly settings: Settings;
  readonly now?: () => number;
}

export function privateParts({ privacy, commands, store, queries, settings, now }: MakePrivateParts): PrivateParts {
  const opened = new OpenedRecords(store, privacy);
  return {
    privacy,
    opened,
    intake: new Intake(commands, store, privacy, opened, new IntakeLimits(settings)),
    statistics: new GrievanceStatistics(queries, privacy, now),
    retention: new RetentionPreview(queries, now),
  };
}
