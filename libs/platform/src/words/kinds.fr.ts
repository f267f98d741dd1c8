import type { kindsInEnglish } from './kinds.en.js';

export const kindsInFrench: typeof kindsInEnglish = {
  'malformed-json': {
    title: 'Le corps n’est pas du JSON bien formé',
    about:
      'La demande n’a pas été lue, car son corps n’est pas du JSON en UTF-8, nomme deux fois un membre ou est imbriqué trop profondément.',
  },
  'invalid-input': {
    title: 'Ce qui a été envoyé n’est pas valide',
    about:
      'Certains membres manquent, sont inconnus ou n’ont pas la forme voulue. La réponse les énumère tous et dit ce qui aurait été juste\u00a0; rien n’a été inscrit.',
  },
  'malformed-request': {
    title: 'La demande n’est pas bien formée',
    about: 'L’adresse, un en-tête ou le message HTTP lui-même n’a pas pu être lu.',
  },
  unauthenticated: {
    title: 'Il faut un jeton valide',
    about:
      'Lire ce qui est public ne demande aucun jeton. Cette demande en exige un, ou le jeton envoyé est faux, expiré ou destiné à quelqu’un d’autre.',
  },
  forbidden: {
    title: 'Votre rôle ne le permet pas',
    about: 'Le jeton est valide, mais ses rôles, sa ville ou son porteur de devoirs n’atteignent pas ce qui a été demandé.',
  },
  'not-found': {
    title: 'Il n’y a rien à cette adresse',
    about: 'L’adresse est mal écrite, ou le registre n’existe pas.',
  },
  'method-not-allowed': {
    title: 'Cette adresse n’admet pas cette méthode',
    about: 'L’en-tête Allow de la réponse énumère les méthodes qu’elle admet.',
  },
  'not-acceptable': {
    title: 'Cette forme n’est pas offerte',
    about: 'Les registres sont donnés en JSON\u00a0; les listes en JSON ou, avec Accept: text/csv, en CSV.',
  },
  conflict: {
    title: 'Le registre a avancé entre-temps',
    about: 'D’autres ont continué d’inscrire dans le même registre pendant que ceci se décidait. On peut réessayer sans risque.',
  },
  'stale-revision': {
    title: 'Le registre n’est plus à la révision nommée',
    about: 'Quelque chose a été inscrit depuis que vous l’avez lu. Il faut le relire, voir ce qui a changé et décider à nouveau.',
  },
  'too-large': {
    title: 'C’est trop grand',
    about:
      'Une demande admet 64\u00a0Kio, et une entrée 65\u00a0535 octets. Les fichiers sont des preuves\u00a0: ils se gardent à part et se nomment par leur empreinte, leur longueur et leur type de média.',
  },
  'uri-too-long': {
    title: 'L’adresse est trop longue',
    about: 'Une partie de l’adresse est plus longue que tout ce que donne cette interface.',
  },
  'unsupported-media-type': {
    title: 'Seul le JSON est lu ici',
    about: 'Les ordres s’envoient en application/json, en UTF-8.',
  },
  'expectation-failed': {
    title: 'Cette attente n’est pas remplie ici',
    about: 'De l’en-tête Expect, seul 100-continue est compris. Il peut être omis.',
  },
  'key-reused': {
    title: 'Cette Idempotency-Key est celle d’une autre demande',
    about: 'Une clé vaut pour une demande et un corps. Pour inscrire autre chose, il faut une nouvelle clé.',
  },
  'headers-too-large': {
    title: 'Les en-têtes sont trop grands',
    about: 'Les en-têtes d’une demande admettent 16\u00a0Kio au plus.',
  },
  'too-many-requests': {
    title: 'Trop de demandes',
    about: 'Il faut attendre aussi longtemps que le dit Retry-After, puis continuer.',
  },
  internal: {
    title: 'Quelque chose a échoué de notre côté',
    about:
      'La faute est la nôtre et a été notée sous le numéro qui est dans "instance". Les ordres avec une Idempotency-Key peuvent être renvoyés sans risque.',
  },
  'method-unknown': {
    title: 'Cette méthode n’est pas connue ici',
    about: 'Aucune adresse ne l’admet. Les registres se lisent avec GET et les ordres s’envoient avec POST.',
  },
  unavailable: {
    title: 'Le registre ne peut pas répondre pour l’instant',
    about:
      'Une partie dont la réponse a besoin est absente ou en retard. Rien n’a été inscrit. Il faut attendre aussi longtemps que le dit Retry-After, puis réessayer.',
  },
  overloaded: {
    title: 'On demande trop à la fois au registre',
    about:
      'Il ne prend pas plus que ce à quoi il peut répondre à temps, pour servir ceux qu’il a pris. Rien n’a été commencé. Il faut attendre aussi longtemps que le dit Retry-After, puis renvoyer la même chose.',
  },
  'outcome-unknown': {
    title: 'On ne sait pas si ceci a été inscrit',
    about:
      'Le stockage a cessé de répondre au milieu de l’inscription. Renvoyer exactement la même chose avec la même Idempotency-Key permet de le savoir, et rien n’est inscrit deux fois.',
  },
  timeout: {
    title: 'La demande a mis trop de temps à arriver',
    about: 'La connexion a été abandonnée avant que la demande soit entière. Rien n’a été inscrit.',
  },
};
