import type { Words } from './words.js';

const number = (value: number): string => value.toLocaleString('fr');
const list = new Intl.ListFormat('fr');

/** The page in French. */
export const french: Words = {
  language: 'Français',
  title: 'Vérifier un fait · Covenant',
  heading: 'Vérifiez un fait vous-même',
  home: 'Covenant',
  skip: 'Aller au contenu',
  languages: 'Langue',
  intro:
    'Donnez un événement du journal et sa preuve. Ils sont vérifiés ici, dans votre navigateur : rien de ce que vous collez ou choisissez ne quitte votre ordinateur. Une fois ouverte, cette page fonctionne sans réseau.',
  noScript: 'Cette page calcule et a besoin de JavaScript. Sans lui, l’auditeur en ligne de commande vérifie les mêmes fichiers.',
  given: 'Ce qui est à vérifier',
  event: 'L’événement',
  eventHint: 'En JSON, tel que le journal le donne sous /log/entries/. Une copie indentée convient.',
  proof: 'Sa preuve',
  proofHint: 'Un fichier .tlog-proof, tel que le journal le donne sous /log/proofs/.',
  policy: 'À qui se fier',
  policyHint: 'Une politique de confiance (C2SP tlog-policy) : les clés du journal, ses témoins, et combien d’entre eux doivent avoir signé.',
  keys: 'Changements de ses clés',
  keysHint: 'Seulement si le journal a changé une clé : ce qu’il répond sous /log/keys, ou le keys.json d’un paquet. Rien n’y compte que ce que la clé précédente a signé.',
  policyFrom: {
    server:
      'Ces clés viennent de ce serveur : c’est une confiance au premier usage. Qui pourrait vous montrer un faux journal pourrait aussi vous montrer de fausses clés. Comparez-les à des clés obtenues autrement, ou mettez celles-ci à leur place.',
    reader: 'Vous avez mis ces clés vous-même. Celles de ce serveur ne servent pas.',
    nowhere: 'Ce serveur n’a donné aucune clé. Mettez ici la politique à laquelle vous vous fiez.',
  },
  choose: 'Choisir des fichiers',
  chooseHint: 'Ou déposez-les n’importe où sur cette page. Un événement, une preuve, une politique et des changements de clés se reconnaissent à leur contenu.',
  check: 'Vérifier',
  empty: 'Il faut un événement et une preuve.',
  fetching: 'L’événement et sa preuve arrivent…',
  waiting: 'Enregistré à l’instant : en attente de la signature du journal…',
  badLink: 'Le lien ne nomme aucune preuve de ce journal. Collez ou choisissez l’événement et sa preuve.',
  unanswered: (path, detail) => `${path} n’a pas pu être obtenu (${detail}).`,
  took: (file, as) => `${file} a été pris comme ${{ event: 'l’événement', proof: 'la preuve', policy: 'la politique', keys: 'les changements de clés' }[as]}.`,
  unknownFile: (file) => `${file} n’est ni un événement, ni une preuve, ni une politique, ni des changements de clés.`,
  result: 'Le résultat',
  proven: (entry, size, origin) => `Prouvé : cet événement est l’entrée ${number(entry)} des ${number(size)} que ${origin} a signées.`,
  fact: (type, revision, stream, recorded) => `C’est ${type}, le numéro ${revision + 1} de l’histoire de ${stream}, enregistré le ${recorded}.`,
  notTruth: 'Qu’il a été enregistré est prouvé. Qu’il soit vrai ne l’est pas.',
  refused: (step) => `Non prouvé : l’étape ${step} ne tient pas.`,
  steps: {
    event: 'L’événement a sa seule forme juste',
    leaf: 'Son empreinte',
    proof: 'La preuve peut être lue',
    path: 'L’empreinte mène à la racine signée',
    keys: 'Quelles clés signent un arbre de cette taille',
    signatures: 'Le journal a signé cette racine',
    quorum: 'Assez de témoins l’ont vue',
  },
  outcomes: { held: 'tient', failed: 'ne tient pas', unreached: 'pas atteinte', unasked: 'pas demandé' },
  unreached: 'Elle repose sur une étape qui ne tient pas.',
  detail: 'Dans les mots du vérificateur :',
  eventHeld: (bytes) => `Écrit sous la seule forme que chaque fait possède (RFC 8785), il fait ${number(bytes)} octets.`,
  eventRewritten: 'Votre copie était écrite autrement ; les mêmes membres ont été mis sous cette forme.',
  eventFailed: 'Ce n’est pas un événement d’un journal.',
  leafHeld: 'SHA-256 d’un octet nul suivi de ces octets. Une seule lettre changée en donne une tout autre :',
  proofHeld: (entry, size, origin, hashes) =>
    `Elle dit : entrée ${number(entry)} des ${number(size)} de ${origin}. Elle apporte ${number(hashes)} ${hashes > 1 ? 'empreintes voisines' : 'empreinte voisine'} et la déclaration que le journal a signée.`,
  proofFailed: 'Ce n’est pas une preuve.',
  pathHeld: 'Jointe à une voisine après l’autre, l’empreinte aboutit exactement à la racine signée. Seul l’événement enregistré y mène.',
  pathFailed: 'Le chemin aboutit à une autre racine que celle qui a été signée. L’événement ou la preuve n’est pas ce qui a été enregistré.',
  pathLength: (hashes, entry, size) => `${number(hashes)} voisines ne peuvent pas être le chemin de l’entrée ${number(entry)} à la racine de ${number(size)}.`,
  leadsTo: 'Le chemin mène à',
  signedRoot: 'La racine signée est',
  picture: (steps, same) =>
    `Dessin : en bas l’empreinte, jointe à ${steps} ${steps > 1 ? 'voisines' : 'voisine'} en montant ; en haut la racine qui en résulte, qui ${same ? 'est la même que' : 'n’est pas la même que'} la racine signée.`,
  legend: 'Arrondi : calculé ici. Carré : apporté par la preuve. Double cadre : signé par le journal.',
  table: 'Le chemin en entier',
  columns: { step: 'Étape', neighbour: 'Voisine', side: 'Son côté', makes: 'Ensemble elles font' },
  sides: { left: 'gauche', right: 'droite' },
  keysHeld: 'Le journal a changé ses clés. À partir de celles auxquelles vous vous fiez, chaque changement mène à la clé suivante, et la précédente l’a signé :',
  keysUnasked: 'Aucun changement des clés du journal n’a été donné : celles auxquelles vous vous fiez comptent, et aucune autre.',
  keysFailed: 'Ce ne sont pas des entrées sur les clés d’un journal.',
  keyAnnounced: (entry, key, replaces, bothUntil) => `Entrée ${number(entry)} : ${key} prend la place de ${replaces}, qui a signé ceci ; les deux signent au moins jusqu’au ${bothUntil}.`,
  keyEnded: (entry, key) => `Entrée ${number(entry)} : ${key} a été retirée, et ne compte sous aucun arbre qui a cette entrée.`,
  keyRefused: (entry) => `L’entrée ${number(entry)} parle de clés et n’en change aucune.`,
  signaturesHeld: 'Une clé de chaque sorte auxquelles vous vous fiez pour ce journal a signé la racine, et aucune signature d’une clé connue n’est fausse :',
  signaturesFailed: {
    policy: () => 'À qui se fier ne peut pas être lu : ce n’est pas une politique de confiance.',
    broken: (name) => `Une signature au nom de ${name} ne tient pas : la déclaration ou la signature a été changée.`,
    untimely: (origin) => `Aucune clé qui signe un arbre de cette taille pour ${origin} n’a signé ceci ; une d’un autre temps l’a fait.`,
    unsigned: (origin) => `Aucune clé à laquelle vous vous fiez pour ${origin} n’a signé ceci.`,
    kind: (kind) => `Aucune clé ${kind} à laquelle vous vous fiez pour ce journal n’a signé ceci, et une de chaque sorte doit l’avoir fait : une seule pourrait être falsifiée un jour.`,
  },
  signature: ({ by, outcome, algorithm }, at) => {
    if (by === 'unknown') return 'une clé inconnue ici ; non vérifiée, et rien ne repose sur elle';
    const who = by === 'log' ? 'le journal' : 'un témoin';
    if (outcome === 'untimely') return `${who}, ${algorithm ?? ''} : d’un autre temps : elle ne signe aucun arbre de cette taille, et ne compte pas`;
    return `${who}, ${algorithm ?? ''} : ${outcome === 'holds' ? 'tient' : 'ne tient pas'}${at === undefined ? '' : `, faite le ${at}`}`;
  },
  quorumHeld: (cosigned) => `Cosignée par ${list.format(cosigned)} : qui se fie à eux sait que tout le monde a vu le même journal.`,
  quorumUnasked: (cosigned) =>
    `La politique ne demande aucun témoin${cosigned.length === 0 ? '' : ` ; ${list.format(cosigned)} ont pourtant cosigné`}. Que tout le monde a vu le même journal n’est pas prouvé.`,
  quorumFailed: (cosigned, threshold, members) =>
    `La politique demande ${threshold} parmi ${list.format(members)} ; ${cosigned.length === 0 ? 'aucun n’a cosigné' : `cosignée par ${list.format(cosigned)} seulement`}.`,
};
