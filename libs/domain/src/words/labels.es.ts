import type { Labels } from './catalogue.js';

export const labelsInSpanish: Labels = {
  grades: {
    A: 'satisfactorio en gran medida',
    B: 'satisfactorio en parte',
    C: 'no satisfactorio',
    D: 'sin respuesta',
    E: 'contrario a la recomendación',
  },
  initiatives: {
    'agenda-2030': 'la Agenda 2030',
    'compassionate-cities': 'la red de Ciudades Compasivas',
    'cities-of-peace': 'la red de Ciudades de Paz',
    'human-rights-cities': 'la red de Ciudades de Derechos Humanos',
    other: 'otra iniciativa',
  },
  outcomes: {
    compatible: 'compatible',
    'compatible-with-conditions': 'compatible con condiciones',
    incompatible: 'incompatible',
    deferred: 'aplazado',
  },
  answers: { amend: 'modificar', withdraw: 'retirar', maintain: 'mantener' },
  triggers: {
    new: 'instrumento nuevo',
    periodic: 'revisión periódica',
    petition: 'petición',
    court: 'tribunal',
    council: 'consejo municipal',
  },
  findings: {
    substantiated: 'fundada',
    'partly-substantiated': 'fundada en parte',
    'not-substantiated': 'no fundada',
  },
  erasures: {
    'no-longer-needed': 'ya no hacen falta para lo que se dieron',
    'consent-withdrawn': 'se retiró el consentimiento',
    objection: 'oposición a su uso',
    unlawful: 'se obtuvieron o se usaron de forma ilícita',
    'legal-obligation': 'lo exige una ley o un tribunal',
    'retention-over': 'ha pasado el tiempo en que pueden conservarse',
  },
  toBodies: {
    council: 'al consejo municipal',
    ombudsperson: 'a la defensoría del pueblo',
    court: 'a los tribunales',
    'treaty-body': 'al órgano de tratado',
  },
  byApprovers: { council: 'del consejo municipal', 'focal-point': 'del punto focal' },
  roles: {
    resident: 'residente',
    complainant: 'persona que reclama',
    staff: 'personal de la oficina',
    'focal-point': 'punto focal',
    council: 'consejo municipal',
    oversight: 'supervisión',
    administrator: 'administración',
    system: 'el propio libro',
  },
};
