import { roleCodes, ruleCodes, stateCodes, type RefusalCode } from '@covenant/domain';
import type { ProblemType } from '@covenant/platform';

type About = Omit<ProblemType, 'code' | 'status'>;
const about = (title: string, text: string): About => ({ title, about: text });

/** What each refusal means, for the page at its address. The sentence about one case is the domain's own. */
const pages: { readonly [C in RefusalCode]: About } = {
  // The state of the record does not allow it: 409.
  'already-begun': about('The record exists already', 'A record begins once. To change it, send one of its later commands.'),
  'already-joined': about('The city is a member already', 'An initiative is joined once; leave it first to join anew.'),
  'already-reached': about('The milestone was reached already', 'A milestone is reached once. A mistaken entry is rectified.'),
  'already-recorded': about('This is recorded already', 'The same fact is recorded once, however often it is sent.'),
  'condition-open': about('A condition is still open', 'Every condition of the decision must be met or failed first.'),
  'condition-settled': about('The condition is settled', 'It was met or failed before, and that stays.'),
  'focal-point-exists': about('The city has a focal point', 'To name another office, change the focal point.'),
  'measure-state': about('The measure is not at that point', 'Measures are started, delivered, and then confirmed or disputed, in that order.'),
  'measure-unconfirmed': about('A measure is not confirmed yet', 'A remedy is complete only when the side it is for, or oversight, has confirmed every measure.'),
  'no-focal-point': about('The city has no focal point yet', 'Establish one first; then it can be changed.'),
  'not-assessed': about('There is no assessment yet', 'Nothing is decided without an assessment, unless it was screened out.'),
  'not-begun': about('The record does not exist yet', 'A record begins with its first command.'),
  'not-joined': about('The city is no member', 'Only an initiative that was joined can be left.'),
  'not-the-holder': about('The duty is no longer held by whom you named', 'Read the record again: the duty has passed on meanwhile.'),
  'not-yet-due': about('The date has not passed yet', 'Something falls due when its day has ended in the time zone of the city.'),
  'nothing-to-redo': about('There is nothing to take up again', 'Only what was closed or failed can be reopened.'),
  'screened-out': about('It was screened out', 'A full assessment was found unnecessary, with reasons; reconsider it on new grounds.'),
  'wrong-state': about('The record is not at a point that allows this', 'The answer names where the record stands and from where the command is taken.'),
  // A rule of content is broken: 422.
  'approval-mismatch': about('The approval is not of the right body', 'The council speaks for itself; the focal point also records what the council resolved.'),
  'beneficiaries-missing': about('Nobody is named whom the remedy is for', 'Name groups, or sealed persons.'),
  'conditions-missing': about('Conditions are missing', 'A decision “compatible with conditions” lists them, each with a date.'),
  'conditions-unexpected': about('Conditions do not go with this decision', 'Only “compatible with conditions” has conditions.'),
  'date-in-future': about('The date lies in the future', 'What has happened has a date that has come.'),
  'due-before-start': about('The due date has passed', 'Something is promised for a day that is still to come.'),
  'duty-bearer-dissolved': about('The duty-bearer was dissolved', 'Name its successor.'),
  'evidence-missing': about('Evidence is missing', 'This needs at least one file, named by digest, length and media type.'),
  'grade-contradicts': about('The grade says otherwise', 'A and B verify; C, D and E contest.'),
  'group-retired': about('The group was retired', 'Records that named it keep doing so; new ones do not.'),
  'ill-formed-text': about('Text cannot be kept as it is', 'Text is well-formed Unicode without NUL.'),
  'invalid-country': about('That is no country code', 'Countries are two capital letters, ISO 3166-1.'),
  'invalid-date': about('That is no day', 'Days exist in the calendar and are written like 2026-03-31.'),
  'invalid-evidence': about('The description of a file is not valid', 'A file is named by SHA-256, length in bytes and media type.'),
  'invalid-key': about('That is no key', 'Keys are short, in lower case, with hyphens.'),
  'invalid-language': about('That is no language tag', 'Languages are tags such as en or fr-CA (BCP 47).'),
  'invalid-number': about('The number is out of range', 'The answer names the range.'),
  'invalid-slug': about('That is no slug', 'Slugs are in lower case, with digits and hyphens.'),
  'invalid-time-zone': about('That is no time zone', 'Time zones are IANA names such as America/New_York.'),
  'items-missing': about('A list is too short', 'The answer names how many it needs.'),
  'milestone-after-due': about('A milestone lies after the due date', 'Steps on the way come before the end.'),
  'name-missing': about('A name is missing', 'Where the code is “other”, a name says which.'),
  'not-a-beneficiary': about('That is no beneficiary of the remedy', 'Name one of the beneficiaries that the remedy lists.'),
  'not-later': about('The new date is not later', 'An extension moves a date to a later day.'),
  'nothing-to-change': about('Nothing would change', 'Name at least one member to change.'),
  'obligation-ceased': about('The obligation has ceased', 'Name an obligation that stands.'),
  'parent-circle': about('Nobody is part of itself', 'A duty-bearer cannot be part of its own part.'),
  'repeated-item': about('Something is named twice', 'Name each once.'),
  'same-duty-bearer': about('It is the same duty-bearer', 'Pass it to another.'),
  'severity-missing': about('The severity is missing', 'A negative impact has scale, scope and irremediability, each 1 to 5.'),
  'slug-taken': about('Another city has this slug', 'A slug stands for one city. Choose another.'),
  'sub-form-contradicts': about('The form of reparation says otherwise', 'Sub-forms belong to their forms, as in General Assembly resolution 60/147, paragraphs 19 to 23.'),
  'successor-missing': about('A successor is needed', 'Open duties do not end with the office that holds them; name who takes them over.'),
  'successor-is-itself': about('Nobody succeeds itself', 'Name another duty-bearer.'),
  'text-missing': about('Text is missing', 'Some words are needed, not only blanks.'),
  'text-too-long': about('Text is too long', 'The answer names the limit.'),
  'too-many-items': about('A list is too long', 'The answer names the limit.'),
  'unknown-code': about('The vocabulary has no such code', 'The codes of every vocabulary are in /openapi.json.'),
  'unknown-condition': about('The decision has no such condition', 'Name a condition by its key.'),
  'unknown-due-date': about('The record has no such due date', 'Only a recorded date can fall due.'),
  'unknown-entry': about('The record has no such entry', 'Only an entry of the same record can be rectified by it.'),
  'unknown-measure': about('The remedy has no such measure', 'Name a measure by its key.'),
  'unknown-milestone': about('The commitment has no such milestone', 'Name a milestone by its key.'),
  'unknown-record': about('A record that is named does not exist in this city', 'Records can name only records of their own city.'),
  // The caller may not do this: 403.
  'not-your-entry': about('The entry is not yours to rectify', 'A voice is corrected by itself: by the same role, and the same duty-bearer.'),
  'other-city': about('The record is of another city', 'A token reaches the records of the city it names.'),
  'other-duty-bearer': about('It concerns another duty-bearer', "A duty-bearer's own word comes from its own staff."),
  'own-delivery': about('Nobody confirms what they delivered', 'Delivery is confirmed by the side it is for, or by oversight.'),
  'own-duty-bearer': about('Nobody judges their own duty-bearer', 'Verification and contestation come from oversight or the council.'),
  'own-instrument': about('Nobody decides on their own instrument', "A decision comes from outside the instrument's own office."),
  'own-report': about('Nobody verifies their own report', 'The report and the verdict come from different people.'),
  'role-not-allowed': about('The role does not allow this', 'The answer names the roles that may.'),
};

const withStatus = (codes: readonly RefusalCode[], status: number): [RefusalCode, ProblemType][] =>
  codes.map((code) => [code, { code, status, ...pages[code] }]);

/** One exhaustive map from the domain's refusals to HTTP. */
export const refusalTypes = Object.fromEntries([
  ...withStatus(stateCodes, 409),
  ...withStatus(ruleCodes, 422),
  ...withStatus(roleCodes, 403),
]) as { readonly [C in RefusalCode]: ProblemType };
