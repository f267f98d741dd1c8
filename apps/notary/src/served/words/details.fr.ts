import type { Details } from './details.en.js';

const sized = (size: number): string => `${size} ${size === 1 ? 'entrée' : 'entrées'}`;

export const detailsInFrench: Details = {
  noCheckpoint: 'Le journal n’a encore publié aucun point de contrôle\u00a0; il le fait dans sa première seconde.',
  tilePath:
    'Une tuile est à tile/<level>/<index>, un paquet à tile/entries/<index>\u00a0; un indice comme 1234067 s’écrit x001/x234/067, et .p/<width> en demande une partielle.',
  tileTooWide: (published, width, asked) => `L’arbre publié de ${sized(published)} a ${width} des ${asked} qui y sont demandées.`,
  treeTooSmall: (entry, size) => `Le fait est l’entrée ${entry}\u00a0; l’arbre de ${sized(size)} finit avant elle.`,
  tooFew: (published, end) => `L’arbre publié a ${sized(published)}, moins que ${end}.`,
  sizesReversed: (from, end) => `La première taille ne doit pas dépasser la seconde, et ${from} dépasse ${end}.`,
  notSigned: (size) => `Le journal n’a signé aucun point de contrôle de ${sized(size)}.`,
  notTakenIn: 'Le fait est inscrit, et le journal ne l’a pas encore pris.',
  catchingUp: 'Le journal rattrape son retard et ne peut encore dire s’il y a un tel fait.',
  noEvent: (id) => `Aucun fait n’a l’id ${id}.`,
  eventId: 'Un fait est nommé par son id, un UUID en minuscules.',
  eventNotCovered: (entry) => `Le fait est l’entrée ${entry}, et aucun point de contrôle publié ne la couvre encore.`,
  entryNotCovered: (entry) => `Aucun point de contrôle publié ne couvre encore l’entrée ${entry}.`,
  noCity: (id, size) => `Le journal n’a aucune ville avec l’id ${id} dans ${size === 1 ? 'sa première entrée' : `ses ${size} premières entrées`}.`,
  noEntryYet: (entry) => `Rien n’a encore été inscrit qui puisse être l’entrée ${entry}.`,
  nothingByThen: 'Rien n’avait été inscrit jusque-là.',
  announcesNothing: (reason) => `L’annonce n’annonce rien (${reason}).`,
  keySilent: (key) => `Le point de contrôle le plus récent n’est pas signé par ${key}, qui remplace l’ancienne clé.`,
  contradicted: (entry, what) => `L’entrée ${entry} a été consignée et ne peut être montrée (${what}).`,
};
