import type { Details } from './details.en.js';

export const detailsInFrench: Details = {
  noRevisionYet: 'Le registre ne fait que commencer et n’a pas encore de révision\u00a0: il faut omettre If-Match.',
  staleRevision: (named, current) =>
    `Vous avez nommé la révision ${named}\u00a0; le registre est à la révision ${current}. Il faut le relire et décider à nouveau.`,
  contention: 'D’autres ont continué d’inscrire dans ce registre. Il faut renvoyer la même chose.',
  keyReused: 'Cette clé est déjà venue avec une autre demande. Il faut en prendre une nouvelle, ou renvoyer exactement ce qui l’avait été.',
  entryTooLarge: (bytes, limit) =>
    `Ceci ferait une entrée de ${bytes} octets\u00a0; une entrée en compte ${limit} au plus. Les fichiers se gardent à part et se nomment par leur empreinte.`,
  storeAway: 'Le stockage n’a pas répondu\u00a0; rien n’a été inscrit. Il faut réessayer.',
  noRightOfWay: 'Il n’a pas pu être assuré qu’aucun autre ordre ne croise celui-ci\u00a0; rien n’a été inscrit. Il faut réessayer.',
  readStopped: 'Ce qui se lit est en retard sur ce qui est inscrit, et quelqu’un doit s’en occuper. /health/ready en dit plus.',
  readBehind: 'Ce qui se lit n’a pas encore rejoint cette position. Il faut réessayer.',
  outcomeUnknown:
    'Le stockage a cessé de répondre pendant l’inscription. Pour le savoir, il faut renvoyer exactement la même chose avec la même Idempotency-Key.',
  issuerAway: 'L’émetteur des jetons ne peut être joint, et aucun jeton ne peut être jugé. Il faut réessayer.',
  justRecorded: 'Si vous venez de l’inscrire, il faut ajouter ?after= avec la position du reçu.',
  noSuchTable: (tables) => `Cette table n’existe pas\u00a0; il y a ${tables}.`,
  noSuchPosition: 'Rien n’a été inscrit à cette position.',
  idForm: 'Ce registre n’existe pas\u00a0: l’id doit être un UUID en minuscules.',
  listForms: 'Les listes sont données en application/json ou en text/csv.',
  headerInvalid: 'Un en-tête n’est pas valide\u00a0; voir errors.',
  methodsHere: (methods) => `Cette adresse admet ${methods}.`,
  noSuchKind: 'Il n’y a pas de problème de ce type\u00a0; /problems les énumère.',
  erased: 'La clé de ces mots a été détruite\u00a0; voir le registre de la personne scellée.',
  receiptCode: 'Il faut envoyer le code de reçu donné au dépôt de cette réclamation, dans l’en-tête Receipt-Code.',
  readingRepeated: 'Une lecture ne se répète pas sous une clé.',
  noSuchFile: 'Ce fichier n’existe pas.',
  pagesNotBuilt: 'Les pages n’ont pas été construites ici\u00a0; npm run build le fait.',
};
