import { type Guard, noGuard } from '@covenant/commands';
import { forgetSubject, type KeyDatabase } from '@covenant/confidentiality';
import { forgottenBy } from '@covenant/domain';

/**
 * The guard of a clock that is a process of its own: it carries out erasures by rule and seals nothing, so it needs the
 * table of wrapped keys and no master key. The key is gone before the entry says so, as everywhere.
 */
export const forgettingGuard = (database: KeyDatabase): Guard => ({
  before: async (stream, events, begins) => {
    const subject = forgottenBy(stream, events);
    if (subject === undefined) return noGuard.before(stream, events, begins);
    await forgetSubject(database, subject);
    return events;
  },
});
