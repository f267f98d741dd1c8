import type { CodeOf } from './vocabulary.js';
import { vocabulary } from './vocabulary.js';

const source =
  'Basic Principles and Guidelines on the Right to a Remedy and Reparation, General Assembly resolution 60/147, paras. 19-23';

export const reparationForms = vocabulary(
  { name: 'reparation-forms', version: '1.0.0', source },
  {
    restitution: 'Restitution',
    compensation: 'Compensation',
    rehabilitation: 'Rehabilitation',
    satisfaction: 'Satisfaction',
    'guarantees-of-non-repetition': 'Guarantees of non-repetition',
  },
);
export type ReparationForm = CodeOf<typeof reparationForms>;

/** Each sub-form's code begins with the number of its paragraph; the paragraph says of which form it is. */
export const reparationSubForms = vocabulary(
  { name: 'reparation-sub-forms', version: '1.0.0', source },
  {
    '19-liberty': 'Liberty restored',
    '19-rights': 'Enjoyment of rights, identity, family life or citizenship restored',
    '19-residence': 'Return to the place of residence',
    '19-employment': 'Employment restored',
    '19-property': 'Property returned',
    '20-harm': 'Compensation for physical or mental harm',
    '20-opportunities': 'Compensation for lost opportunities',
    '20-material': 'Compensation for material damage and lost earnings',
    '20-moral': 'Compensation for moral damage',
    '20-costs': 'Compensation for legal, medical, psychological or social services',
    '21-care': 'Medical and psychological care',
    '21-services': 'Legal and social services',
    '22-cessation': 'The violation is brought to an end',
    '22-truth': 'The facts are verified and made public',
    '22-search': 'Search for the disappeared and for remains',
    '22-declaration': 'Official declaration restoring dignity, reputation and rights',
    '22-apology': 'Public apology',
    '22-sanctions': 'Sanctions against those liable',
    '22-commemoration': 'Commemoration and tribute',
    '22-education': 'An accurate account in training and teaching',
    '23-security-forces': 'Civilian control of military and security forces',
    '23-due-process': 'Due process in all proceedings',
    '23-judiciary': 'A stronger independent judiciary',
    '23-defenders': 'Protection of professions and human rights defenders',
    '23-training': 'Human rights education and training',
    '23-codes': 'Codes of conduct and ethical norms observed',
    '23-conflict-prevention': 'Mechanisms to prevent and resolve conflicts',
    '23-law-reform': 'Review and reform of laws',
  },
);
export type ReparationSubForm = CodeOf<typeof reparationSubForms>;

const formOfParagraph: Readonly<Record<string, ReparationForm>> = {
  '19': 'restitution',
  '20': 'compensation',
  '21': 'rehabilitation',
  '22': 'satisfaction',
  '23': 'guarantees-of-non-repetition',
};

/** The form of reparation that a sub-form belongs to; undefined for an unknown code. */
export const formOf = (subForm: string): ReparationForm | undefined => formOfParagraph[subForm.slice(0, 2)];
