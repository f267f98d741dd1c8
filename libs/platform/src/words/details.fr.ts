import type { Details } from './details.en.js';

export const detailsInFrench: Details = {
  nothingHere: 'Il n’y a rien à cette adresse\u00a0; /docs énumère toutes celles qui existent.',
  nothingMore: 'On ne peut en dire plus ici.',
  unreadableRequest: 'L’adresse ou un en-tête de la demande n’a pas pu être lu.',
  unreadableAddress: 'L’adresse ne peut être lue\u00a0: il faut vérifier ses signes de pourcentage et sa longueur.',
  unreadableParameter: 'Un paramètre contient du texte qui ne peut être lu.',
  knownMethods: 'Les adresses admettent ici GET, HEAD et POST.',
  oneHost: 'Une demande a un seul en-tête Host, avec un hôte et, au plus, un port.',
  bodyTooLarge: 'Le corps admet 65\u00a0536 octets au plus.',
  sendJson: 'Le corps doit être envoyé en application/json.',
  sendUtf8: 'Le corps doit être envoyé en UTF-8\u00a0; application/json n’a pas besoin de charset.',
  sendUnencoded: 'Le corps doit être envoyé tel quel, sans Content-Encoding.',
  wait: (seconds) => `Il faut attendre ${seconds} ${seconds === 1 ? 'seconde' : 'secondes'}, puis continuer.`,
  tooManyConnections: 'Toutes les connexions possibles sont ouvertes. Il faut revenir après le temps indiqué dans Retry-After.',
  overloaded: 'Rien n’a été commencé. Il faut renvoyer la même chose après le temps indiqué dans Retry-After.',
  invalidMembers: (count) =>
    count === 1 ? 'Un membre n’est pas valide\u00a0; voir errors.' : `${count} membres ne sont pas valides\u00a0; voir errors.`,
  notUtf8: 'Le corps doit être en UTF-8\u00a0; il contient des octets qui n’en sont pas.',
  tooDeep: (levels) => `Les objets et les listes peuvent être imbriqués sur ${levels} niveaux, pas davantage.`,
  namedTwice: 'Un membre est nommé deux fois dans un objet\u00a0; il faut nommer chacun une fois.',
  emptyBody: 'Le corps est vide\u00a0; il doit être un objet JSON, au moins {}.',
  notOneObject: (stop) =>
    `Le corps doit être un objet JSON${
      stop === undefined ? '' : stop === 'end' ? '\u00a0; il finit trop tôt' : `\u00a0; la lecture s’est arrêtée au caractère ${stop.at}`
    }.`,
  unkeepable: 'Du texte ne peut être conservé tel quel.',
};
