import type { Reasons } from './reasons.en.js';

export const reasonsInSpanish: Reasons = {
  subjectForm: 'El dato sub del token debe tener de 1 a 255 caracteres ASCII visibles.',
  subjectOfOurs: 'El dato sub del token no debe empezar por system:, que nombra al propio registro.',
  scopeForm: (claim) => `El dato ${claim} del token debe ser el id de un registro.`,
  tokenMissing: 'Esto necesita un token: Authorization: Bearer <token>.',
  takenBack: 'El token fue retirado.',
  headerForm: 'La cabecera debe ser: Authorization: Bearer <token>.',
  tooLong: (most) => `Un token puede tener ${most} caracteres.`,
  expired: 'El token ha caducado.',
  claim: (claim) => `El dato ${claim} del token falta o no es lo que debe ser.`,
  algorithm: 'El token está firmado de un modo que aquí no se admite.',
  signature: 'El token no lo firmó el emisor en que confía este registro.',
  unreadable: 'El token no se puede leer.',
  otherKind: 'El token no es un token de acceso.',
  tooWeak: 'El dato acr del token no nombra un modo de identificarse lo bastante seguro aquí.',
};
