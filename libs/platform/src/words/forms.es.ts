import type { Forms } from './forms.en.js';

export const formsInSpanish: Forms = {
  object: 'debe ser un objeto JSON',
  unknownMember: (known) => `no se conoce aquí; se conocen: ${known || 'ningún miembro'}`,
  missing: (form) => `falta; ${form}`,
  list: (min, max, unique) => `debe ser una lista de ${min} a ${max}${unique ? ', ninguno dos veces' : ''}`,
  text: (most) => `debe ser un texto de 1 a ${most} caracteres`,
  oneOf: (codes) => `debe ser uno de ${codes}`,
  oneOfMany: (codes, name) => `debe ser uno de ${codes}, etc.; véase ${name} en /openapi.json`,
  uuid: 'debe ser un id: un UUID en minúsculas',
  date: 'debe ser un día que exista, escrito como 2026-03-31',
  instant: 'debe ser una hora según RFC 3339, como 2026-03-31T09:30:00Z',
  moment: 'debe ser un número de entrada, o una hora según RFC 3339 como 2026-03-31T09:30:00Z',
  whole: (least, most) => `debe ser un número entero de ${least} a ${most}`,
  number: (least, most) => `debe ser un número de ${least} a ${most}`,
  yesNo: 'debe ser true o false',
  sha256: 'debe ser una huella SHA-256: 64 dígitos hexadecimales en minúsculas',
  once: 'debe darse una sola vez',
  keepable: 'debe ser Unicode bien formado, sin NUL',
  keepableName: 'tiene un nombre que no es Unicode bien formado',
};
