import type { Forms } from './forms.en.js';

export const formsInFrench: Forms = {
  object: 'doit être un objet JSON',
  unknownMember: (known) => `n’est pas connu ici\u00a0; sont connus\u00a0: ${known || 'aucun membre'}`,
  missing: (form) => `manque\u00a0; ${form}`,
  list: (min, max, unique) => `doit être une liste de ${min} à ${max}${unique ? ', aucun deux fois' : ''}`,
  text: (most) => `doit être un texte de 1 à ${most} caractères`,
  oneOf: (codes) => `doit être l’un de ${codes}`,
  oneOfMany: (codes, name) => `doit être l’un de ${codes}, etc.\u00a0; voir ${name} dans /openapi.json`,
  uuid: 'doit être un id\u00a0: un UUID en minuscules',
  date: 'doit être un jour qui existe, écrit comme 2026-03-31',
  instant: 'doit être une heure selon RFC 3339, comme 2026-03-31T09:30:00Z',
  moment: 'doit être un numéro d’entrée, ou une heure selon RFC 3339 comme 2026-03-31T09:30:00Z',
  whole: (least, most) => `doit être un nombre entier de ${least} à ${most}`,
  number: (least, most) => `doit être un nombre de ${least} à ${most}`,
  yesNo: 'doit être true ou false',
  sha256: 'doit être une empreinte SHA-256\u00a0: 64 chiffres hexadécimaux en minuscules',
  once: 'ne doit être donné qu’une fois',
  keepable: 'doit être de l’Unicode bien formé, sans NUL',
  keepableName: 'a un nom qui n’est pas de l’Unicode bien formé',
};
