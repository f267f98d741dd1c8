import type { Labels } from './catalogue.js';

export const labelsInFrench: Labels = {
  grades: {
    A: 'largement satisfaisant',
    B: 'partiellement satisfaisant',
    C: 'non satisfaisant',
    D: 'sans réponse',
    E: 'contraire à la recommandation',
  },
  initiatives: {
    'agenda-2030': 'l’Agenda 2030',
    'compassionate-cities': 'le réseau des Villes compatissantes',
    'cities-of-peace': 'le réseau des Villes de paix',
    'human-rights-cities': 'le réseau des Villes de droits humains',
    other: 'une autre initiative',
  },
  outcomes: {
    compatible: 'compatible',
    'compatible-with-conditions': 'compatible sous conditions',
    incompatible: 'incompatible',
    deferred: 'reporté',
  },
  answers: { amend: 'modifier', withdraw: 'retirer', maintain: 'maintenir' },
  triggers: {
    new: 'nouvel instrument',
    periodic: 'examen périodique',
    petition: 'pétition',
    court: 'tribunal',
    council: 'conseil municipal',
  },
  findings: {
    substantiated: 'fondée',
    'partly-substantiated': 'fondée en partie',
    'not-substantiated': 'non fondée',
  },
  erasures: {
    'no-longer-needed': 'ils ne servent plus à ce pour quoi ils ont été donnés',
    'consent-withdrawn': 'le consentement a été retiré',
    objection: 'opposition à leur usage',
    unlawful: 'recueillis ou utilisés de façon illicite',
    'legal-obligation': 'une loi ou un tribunal l’exige',
    'retention-over': 'la durée de conservation est écoulée',
  },
  toBodies: {
    council: 'au conseil municipal',
    ombudsperson: 'à l’ombudsman',
    court: 'à la justice',
    'treaty-body': 'à l’organe de traité',
  },
  byApprovers: { council: 'du conseil municipal', 'focal-point': 'du point focal' },
  roles: {
    resident: 'habitante ou habitant',
    complainant: 'personne plaignante',
    staff: 'personnel du bureau',
    'focal-point': 'point focal',
    council: 'conseil municipal',
    oversight: 'contrôle',
    administrator: 'administration',
    system: 'le registre lui-même',
  },
};
