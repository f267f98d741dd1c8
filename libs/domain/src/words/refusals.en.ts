import type { RefusalCatalogue } from './catalogue.js';
import { count, either, onDay, quoted, spoken } from './phrases.en.js';
import { text } from './phrases.js';

const holds: Readonly<Record<string, string>> = {
  'case-open': 'the case is open',
  'remedy-open': 'a remedy that answers it is open',
  'legal-hold': 'a hold on it is not lifted',
};

export const refusalsInEnglish: RefusalCatalogue = {
  'already-answered': ({ recommendation }) => `Recommendation ${quoted(recommendation)} is answered already; an answer is given once, unless it was “pending”.`,
  'already-begun': () => 'This record exists already; send one of the later commands to it.',
  'already-counted': ({ resolution }) =>
    `The votes on resolution ${quoted(resolution)} are recorded already, by seat or as counts; they are counted anew only when a conflict was declared since.`,
  'already-joined': () =>
    'The city belongs to this initiative already; an initiative is joined once, until it is left.',
  'already-lifted': ({ hold }) => `The hold ${quoted(hold)} was lifted already; to hold the case again, place another.`,
  'already-reached': ({ milestone }) =>
    `Milestone ${quoted(milestone)} is reached already; name one that is still open.`,
  'already-recorded': ({ dueOn }) => `That ${onDay(dueOn)} was missed is recorded already; it is recorded once.`,
  'already-voted': ({ seat }) => `Seat ${quoted(seat)} has voted on this already; a seat votes once.`,
  carried: ({ yes, no }) => `It has ${text(yes)} votes for it and ${text(no)} against; it can only be adopted.`,
  'condition-open': ({ open }) =>
    `A scrutiny is closed when every condition is met or failed; still open: ${either(open, text)}.`,
  'condition-settled': ({ condition, result }) =>
    `Condition ${quoted(condition)} is ${text(result)} already; reconsider the scrutiny to look at it again.`,
  'conflict-declared': ({ seat }) => `Whoever sits at ${quoted(seat)} has declared this conflict already; it is declared once.`,
  'count-outdated': () => 'Somebody declared a conflict since the votes were counted; count them again without that seat.',
  'erasure-begun': () =>
    'The erasure of what is sealed in this grievance has begun or is done, so nothing of it can be kept or appealed on any more; the record of its subject says on what ground.',
  'focal-point-exists': ({ office }) =>
    `The city has a focal point, ${quoted(office)}; send change-focal-point to change it.`,
  'kept-by-a-hold': ({ heldBy }) =>
    `What is sealed in a case is kept as long as ${either(heldBy, (one) => holds[text(one)] ?? spoken(one)) || 'something holds it'}.`,
  'measure-state': ({ measure, status, allowed }) =>
    `Measure ${quoted(measure)} is ${text(status)}; for this it has to be ${either(allowed)}.`,
  'measure-unconfirmed': ({ open }) =>
    `A remedy is complete when every measure is confirmed; still unconfirmed: ${either(open, text)}.`,
  'meeting-held': ({ meeting }) => `Meeting ${quoted(meeting)} was held already; convene another.`,
  'no-focal-point': () => 'The city has no focal point yet; send establish-focal-point first.',
  'no-quorum': ({ given, entitled, quorum }) =>
    `Of ${count(entitled, 'seat')} that may vote ${text(given)} voted; it takes more than ${text(quorum)} in a hundred of them.`,
  'no-such-proposal': ({ version }) => `No rules of version ${text(version)} are proposed; read the city again for those that are.`,
  'not-announced': () => 'An erasure by rule is announced first, and carried out on the day that the announcement named or later.',
  'not-assessed': () =>
    'There is no decision without an assessment: assess the instrument first, or screen it out with reasons.',
  'not-begun': ({ command }) => `There is no such record yet, so it cannot ${spoken(command)}; begin the record first.`,
  'not-carried': ({ yes, no }) => `It has ${text(yes)} votes for it and ${text(no)} against; it is adopted by more for it than against, and can only be rejected.`,
  'not-joined': () => 'The city does not belong to this initiative; it can leave only what it has joined.',
  'not-substantiated': () => 'Nothing was substantiated, so there is nothing to repair; link remedies to a finding that was.',
  'not-the-holder': () => 'The duty-bearer named in `from` holds nothing open here; name the one that does.',
  'not-yet-due': ({ dueOn, today }) =>
    `It is ${onDay(today)}, and ${onDay(dueOn)} was not missed: a date is missed when its day has ended without the act.`,
  'nothing-to-redo': () =>
    'Every measure is confirmed; to reopen the remedy, name measures to be done over or add further ones.',
  'office-seated': ({ seat }) => `This office sits at ${quoted(seat)} already; one office acts for one seat.`,
  'resolution-not-adopted': ({ resolution }) => `Resolution ${quoted(resolution)} is not adopted; a recommendation carries out one that is, or none.`,
  'resolution-settled': ({ resolution }) => `Resolution ${quoted(resolution)} is adopted or rejected already; move another.`,
  'retention-runs': ({ dueOn }) =>
    text(dueOn) === '' ? 'No rule of the city ends the time for which this is kept.' : `By the rules of the city this is kept until ${onDay(dueOn)}.`,
  'screened-out': () =>
    'The instrument was screened out; decide on it, or reconsider it with new grounds to assess it.',
  'seat-taken': ({ seat }) => `Somebody sits at ${quoted(seat)} on that day; end that term first, or appoint for after it.`,
  'seat-vacant': ({ seat }) => `Nobody sits at ${quoted(seat)} today; appoint a member first.`,
  'wrong-state': ({ command, status, allowed }) =>
    `The record is ${spoken(status)}; to ${spoken(command)} it has to be ${either(allowed)}.`,

  'approval-mismatch': () => 'The council records its own approval only: `approvedBy.body` has to be council.',
  'beneficiaries-missing': () => 'A remedy is for somebody: name at least one group or one sealed person.',
  'both-sign-still': ({ bothUntil }) =>
    `Both keys were to sign until ${onDay(bothUntil)}: wait for that day, or say why not in \`reason\`.`,
  'conditions-missing': () => 'An outcome with conditions needs at least one condition with its due date.',
  'conditions-unexpected': ({ outcome }) =>
    `The outcome ${quoted(spoken(outcome))} has no conditions; leave them out, or decide “compatible with conditions”.`,
  'consent-missing': () => 'A name stands in the public record for good: say in `consentedOn` when the person consented to that, or leave the name out.',
  'date-in-future': ({ today }) => `This has happened, so its date is today, ${onDay(today)}, or earlier.`,
  'due-before-start': ({ start }) =>
    `A due date is not before the day from which it runs, ${onDay(start)}; give a later one, or the day it took effect.`,
  'duty-bearer-dissolved': () => 'This duty-bearer is dissolved; name its successor or another that exists.',
  'ends-before-it-begins': ({ from }) => `A term does not end before it begins, on ${onDay(from)}.`,
  'evidence-missing': () => 'This needs evidence: at least one file, by its SHA-256, length and media type.',
  'grade-contradicts': ({ grade, allowed }) =>
    `Grade ${text(grade)} says otherwise; here the grade is ${either(allowed, text)}.`,
  'group-retired': () => 'This rights-holder group is retired; name one that is recognised.',
  'ill-formed-text': () => 'Text has to be well-formed Unicode, without half characters and without control characters other than tab and line end.',
  'invalid-country': () => 'A country is one of the two-letter codes of ISO 3166-1, in capital letters, such as CA or US.',
  'invalid-date': () => 'A date is a day that exists, written like 2026-03-31.',
  'invalid-evidence': ({ member }) =>
    member === 'sha256'
      ? 'A file is named by its SHA-256: 64 hexadecimal digits in lower case.'
      : 'A media type looks like application/pdf.',
  'invalid-key': () =>
    'A key is 1 to 40 lower-case letters and digits, with single hyphens between, such as first-draft.',
  'invalid-language': () => 'A language is a BCP 47 tag, such as en or fr-CA.',
  'invalid-log-key': () =>
    'A key of the log is written name+id+base64, and is one of the two that the announcement names.',
  'invalid-number': ({ least, most, whole }) =>
    `This is ${whole === true ? 'a whole number' : 'a number'} from ${text(least)} to ${text(most)}.`,
  'invalid-office': () => 'An office is the subject of the access that acts for the seat: 1 to 255 visible ASCII characters, not beginning with system:.',
  'invalid-signature': () => 'A signature is written in base 64.',
  'invalid-slug': () => 'A slug is lower-case letters and digits with single hyphens between, such as pittsburgh-pa.',
  'invalid-time-zone': () => 'A time zone is a name of the IANA list, such as America/New_York.',
  'items-missing': ({ least }) => `This list needs at least ${count(least, 'item')}.`,
  'milestone-after-due': ({ dueOn }) => `A milestone is due by ${onDay(dueOn)}, when the commitment itself is due.`,
  'name-missing': () => 'Say which: “other” needs a name.',
  'no-conflict-declared': ({ seat }) => `Seat ${quoted(seat)} has declared no conflict on what this is about; declare it first, or say how it voted.`,
  'not-a-beneficiary': () =>
    'Say in `onBehalfOf` for which of the remedy’s beneficiaries you speak: one of its groups, or of its sealed persons.',
  'not-a-successor': () => 'The new key has to be another one, of the same log and of the same kind.',
  'not-later': ({ dueOn }) => `The new date has to be after the present one, ${onDay(dueOn)}.`,
  'nothing-to-change': () => 'Give at least one member that changes.',
  'notice-too-short': ({ earliest }) => `Rules of retention come into force on ${onDay(earliest)} at the earliest, so that everybody sees before what they do.`,
  'obligation-ceased': () => 'This obligation has ceased; name one that is in force.',
  'parent-circle': () => 'A duty-bearer is not part of itself, nor of its own part; name another parent.',
  'repeated-item': ({ given }) => `${quoted(given)} stands here already; each is given once.`,
  'rights-unexpected': () => 'Nothing was substantiated, so no right was found violated: leave the rights empty.',
  'same-duty-bearer': () => 'It is with this duty-bearer already; name another.',
  'seat-in-conflict': ({ seat }) => `Seat ${quoted(seat)} has declared a conflict on what this is about; it does not vote, and its vote is “excused”.`,
  'severity-missing': () =>
    'A negative impact needs its severity (scale, scope, irremediability) and its likelihood, each 1 to 5.',
  'slug-taken': ({ slug }) => `Another city has the slug ${quoted(slug)}; give one of its own.`,
  'sub-form-contradicts': ({ right }) =>
    `This sub-form belongs to ${spoken(right)}; give that form, or another sub-form.`,
  'successor-missing': ({ openDuties }) =>
    `The duty-bearer still holds ${count(openDuties, 'open duty', 'open duties')}; name the successor to whom they pass.`,
  'successor-is-itself': () => 'A successor is another duty-bearer.',
  'text-missing': () => 'Write something here; blanks alone say nothing.',
  'text-too-long': ({ limit }) =>
    `This may hold up to ${text(limit)} characters; longer texts belong in a file of evidence.`,
  'too-many-items': ({ most }) => `This list may hold up to ${count(most, 'item')}.`,
  'too-many-votes': ({ given, entitled }) => `These are ${count(given, 'vote')}, and ${count(entitled, 'seat')} may vote: those that are vacant or in conflict do not.`,
  'unknown-code': ({ vocabulary }) =>
    `This is not a code of the vocabulary ${quoted(vocabulary)}; take one from its list.`,
  'unknown-condition': ({ known }) =>
    known === undefined || either(known, text) === ''
      ? 'The decision has no conditions.'
      : `The decision has no such condition; its conditions are ${either(known, text)}.`,
  'unknown-due-date': () => 'The record has no such due date.',
  'unknown-entry': () => 'An entry is named by the id of one of this record’s own events; see its history.',
  'unknown-item': ({ kind, known }) =>
    either(known, text) === '' ? `The council has no ${text(kind)} yet.` : `The council has no such ${text(kind)}; it has ${either(known, text)}.`,
  'unknown-measure': ({ known }) => `The remedy has no such measure; its measures are ${either(known, text)}.`,
  'unknown-hold': ({ known }) =>
    either(known, text) === '' ? 'No hold was placed on the grievance.' : `The grievance has no such hold; its holds are ${either(known, text)}.`,
  'unknown-milestone': ({ known }) =>
    either(known, text) === ''
      ? 'The commitment has no milestones; add one first.'
      : `The commitment has no such milestone; its milestones are ${either(known, text)}.`,
  'unknown-record': ({ aggregate }) =>
    aggregate === 'city' ? 'No city has this id.' : `No ${spoken(aggregate)} of this city has this id.`,

  'unknown-subject': () => 'The grievance named is not this subject’s; name one that is.',

  'votes-or-counts': () => 'Votes are given by seat in `votes`, or as `counts`; where both are given, they agree.',

  'complained-of-erased': () =>
    'The words of this grievance were erased, so nobody can tell which office it is against: it is given to no office, and only oversight that is of none acts on it.',
  'not-the-complainant': () => 'Only who lodged the grievance may say this, with its receipt code.',
  'not-your-hold': ({ hold }) => `The hold ${quoted(hold)} is lifted by the office that placed it, or by oversight.`,
  'not-your-entry': ({ role }) =>
    `An entry is rectified by the side that made it (${spoken(role)}); what the clock recorded, by the focal point or oversight.`,
  'other-city': () => 'Your access is for another city, or for none; ask for access to this one.',
  'other-duty-bearer': () => 'Only staff of the duty-bearer concerned may say this in its name.',
  'other-seat': ({ own }) =>
    Array.isArray(own) && own.length === 0
      ? 'Who has been a member of the council does not write down what the others said: that is for a clerk who never was.'
      : `A member of the council speaks for their own seat, ${either(own, text)}; who never held one writes down what the others said.`,
  'own-conflict': ({ kind }) => `Your office has declared a conflict of interest on this ${spoken(kind)}: it neither votes nor approves here, in whichever role.`,
  'own-delivery': () =>
    'Who delivered a measure does not confirm or dispute it: that is for the beneficiaries’ side or oversight.',
  'own-duty-bearer': () => 'Nobody of the duty-bearer concerned may judge what it did: that is for the other side.',
  'own-finding': () => 'Who decided the grievance does not decide its appeal: that is for somebody of another office.',
  'own-instrument': () => 'Nobody decides on an instrument of their own office: that is for another body.',
  'own-office': () => 'Nobody gives a grievance to their own office, whatever it is about: somebody else does.',
  'own-proposal': () => 'Who proposed the rules does not adopt them: that is for a second person.',
  'own-report': () => 'Who reported the commitment fulfilled does not judge it: that is for somebody else.',
  'own-request': () => 'Who asked for the erasure does not approve it: that is for a second person.',
  'role-not-allowed': ({ command, allowed }) => `To ${spoken(command)} takes the role ${either(allowed)}.`,
};
