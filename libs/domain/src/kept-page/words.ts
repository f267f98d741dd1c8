import type { Language } from '../words/catalogue.js';

/** What the page of a bundle says beside the facts, in each language that facts are told in. */
export interface BundleWords {
  readonly title: (city: string) => string;
  readonly about: (size: number, origin: string) => string;
  readonly notAll: (entry: number) => string;
  readonly records: string;
  readonly nothing: string;
  readonly entry: string;
  readonly recorded: string;
  readonly effective: string;
  readonly role: string;
  readonly fact: string;
  readonly unreadable: (type: string) => string;
  readonly check: string;
  readonly checkSteps: readonly string[];
  readonly keys: string;
  readonly witnesses: (names: readonly string[]) => string;
  readonly noWitnesses: string;
}

const en: BundleWords = {
  title: (city) => `${city}: the record, to keep`,
  about: (size, origin) =>
    `This folder holds the whole public log ${origin} as it stood at ${size} ${size === 1 ? 'entry' : 'entries'}, with the signatures under it. Below, in words, is everything in it about this city.`,
  notAll: (entry) => `It was asked for up to entry ${entry}; the checkpoint that covers it goes on a little further.`,
  records: 'Records',
  nothing: 'The log has nothing of this city up to here.',
  entry: 'Entry',
  recorded: 'Recorded',
  effective: 'holds from',
  role: 'By',
  fact: 'Fact',
  unreadable: (type) => `${type} was recorded, in a form that this page cannot put in words.`,
  check: 'How to check it',
  checkSteps: [
    'These words prove nothing by themselves; the folder “log” beside this page does, and the auditor holds them against it. Its entries, tiles and checkpoint can be checked on any computer, without a network and without asking anybody.',
    'Get the auditor of Covenant (free software) from somewhere other than the city. With its one file, in this folder: node covenant-auditor.mjs verify . In its repository: npm run -s auditor -- verify THIS-FOLDER',
    'It trusts the keys in log/policy. Compare them with keys that reached you in another way: a newspaper, a council decision, an earlier bundle. Or name them yourself with --policy.',
    'If only one byte of an entry had been changed, left out or moved, it would say so and name the entry; if a word of this page had been, the line.',
  ],
  keys: 'Keys of the log',
  witnesses: (names) => `The checkpoint was cosigned by: ${names.join(', ')}.`,
  noWitnesses: 'No witness has cosigned the checkpoint.',
};

const es: BundleWords = {
  title: (city) => `${city}: el expediente, para conservar`,
  about: (size, origin) =>
    `Esta carpeta contiene entero el registro público ${origin} tal como estaba con ${size} ${size === 1 ? 'entrada' : 'entradas'}, con las firmas que lo sellan. Abajo, en palabras, está todo lo que dice de esta ciudad.`,
  notAll: (entry) => `Se pidió hasta la entrada ${entry}; el punto de control que la cubre llega un poco más allá.`,
  records: 'Expedientes',
  nothing: 'Hasta aquí, el registro no tiene nada de esta ciudad.',
  entry: 'Entrada',
  recorded: 'Registrada',
  effective: 'con efecto desde',
  role: 'Por',
  fact: 'Hecho',
  unreadable: (type) => `Se registró ${type}, en una forma que esta página no sabe poner en palabras.`,
  check: 'Cómo comprobarlo',
  checkSteps: [
    'Estas palabras no prueban nada por sí solas; lo prueba la carpeta «log» que acompaña a esta página, y el auditor las coteja con ella. Sus entradas, teselas y punto de control pueden comprobarse en cualquier equipo, sin red y sin preguntar a nadie.',
    'Obtenga el auditor de Covenant (software libre) por una vía que no sea la ciudad. Con su archivo único, en esta carpeta: node covenant-auditor.mjs verify . En su repositorio: npm run -s auditor -- verify ESTA-CARPETA',
    'Se fía de las claves de log/policy. Compárelas con claves que le hayan llegado por otra vía: un periódico, un acuerdo del consejo municipal, una carpeta anterior. O nómbrelas usted con --policy.',
    'Si un solo byte de una entrada se hubiera cambiado, omitido o movido, lo diría y nombraría la entrada; si una palabra de esta página, la línea.',
  ],
  keys: 'Claves del registro',
  witnesses: (names) => `El punto de control lo cofirmaron: ${names.join(', ')}.`,
  noWitnesses: 'Ningún testigo ha cofirmado el punto de control.',
};

const fr: BundleWords = {
  title: (city) => `${city}\u00a0: le dossier, à conserver`,
  about: (size, origin) =>
    `Ce dossier contient tout le journal public ${origin} tel qu’il était à ${size} ${size < 2 ? 'entrée' : 'entrées'}, avec les signatures qui le scellent. Ci-dessous, en mots, tout ce qu’il dit de cette ville.`,
  notAll: (entry) => `Il a été demandé jusqu’à l’entrée ${entry}\u00a0; le point de contrôle qui la couvre va un peu plus loin.`,
  records: 'Dossiers',
  nothing: 'Jusqu’ici, le journal n’a rien de cette ville.',
  entry: 'Entrée',
  recorded: 'Inscrite',
  effective: 'avec effet au',
  role: 'Par',
  fact: 'Fait',
  unreadable: (type) => `${type} a été inscrit, sous une forme que cette page ne sait pas mettre en mots.`,
  check: 'Comment le contrôler',
  checkSteps: [
    'Ces mots ne prouvent rien par eux-mêmes\u00a0; le dossier «\u00a0log\u00a0» à côté de cette page, si, et l’auditeur les compare avec lui. Ses entrées, tuiles et point de contrôle peuvent être contrôlés sur tout ordinateur, sans réseau et sans rien demander à personne.',
    'Procurez-vous l’auditeur de Covenant (logiciel libre) ailleurs qu’auprès de la ville. Avec son fichier unique, dans ce dossier\u00a0: node covenant-auditor.mjs verify . Dans son dépôt\u00a0: npm run -s auditor -- verify CE-DOSSIER',
    'Il se fie aux clés de log/policy. Comparez-les à des clés reçues par une autre voie\u00a0: un journal, une décision du conseil municipal, un dossier antérieur. Ou nommez-les vous-même avec --policy.',
    'Si un seul octet d’une entrée avait été changé, omis ou déplacé, il le dirait et nommerait l’entrée\u00a0; si c’était un mot de cette page, la ligne.',
  ],
  keys: 'Clés du journal',
  witnesses: (names) => `Le point de contrôle a été cosigné par\u00a0: ${names.join(', ')}.`,
  noWitnesses: 'Aucun témoin n’a cosigné le point de contrôle.',
};

export const bundleWords: Readonly<Record<Language, BundleWords>> = { en, es, fr };
