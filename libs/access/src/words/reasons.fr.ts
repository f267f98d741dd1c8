import type { Reasons } from './reasons.en.js';

export const reasonsInFrench: Reasons = {
  subjectForm: 'La donnée sub du jeton doit compter de 1 à 255 caractères ASCII visibles.',
  subjectOfOurs: 'La donnée sub du jeton ne doit pas commencer par system:, qui nomme le registre lui-même.',
  scopeForm: (claim) => `La donnée ${claim} du jeton doit être l’id d’un registre.`,
  tokenMissing: 'Ceci demande un jeton\u00a0: Authorization: Bearer <token>.',
  takenBack: 'Le jeton a été retiré.',
  headerForm: 'L’en-tête doit être\u00a0: Authorization: Bearer <token>.',
  tooLong: (most) => `Un jeton peut compter ${most} caractères.`,
  expired: 'Le jeton a expiré.',
  claim: (claim) => `La donnée ${claim} du jeton manque ou n’est pas ce qu’elle doit être.`,
  algorithm: 'Le jeton est signé d’une façon qui n’est pas admise ici.',
  signature: 'Le jeton n’a pas été signé par l’émetteur auquel ce registre fait confiance.',
  unreadable: 'Le jeton ne peut être lu.',
  otherKind: 'Le jeton n’est pas un jeton d’accès.',
  tooWeak: 'La donnée acr du jeton ne nomme pas une façon de s’identifier assez sûre ici.',
};
