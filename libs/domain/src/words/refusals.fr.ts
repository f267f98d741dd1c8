import type { Json } from '../kernel/json.js';
import type { RefusalCatalogue } from './catalogue.js';
import { labelsInFrench as labels } from './labels.fr.js';
import { called, text } from './phrases.js';
import { colon, count, either, onDay, quoted, semicolon } from './phrases.fr.js';

const holds: Readonly<Record<string, string>> = {
  'case-open': 'que le cas est ouvert',
  'remedy-open': 'qu’une réparation qui y répond est ouverte',
  'legal-hold': 'qu’une garde n’est pas levée',
};
const results: Readonly<Record<string, string>> = { met: 'remplie', failed: 'non remplie' };
const items: Readonly<Record<string, string>> = {
  seat: 'sièges',
  meeting: 'réunions',
  resolution: 'résolutions',
  recommendation: 'recommandations',
  conflict: 'conflits',
};

const role = (code: Json): string => called(labels.roles, text(code));
/** The record's states and its commands are said as the interface writes them. */
const states = (allowed: Json | undefined): string => either(allowed, quoted);

export const refusalsInFrench: RefusalCatalogue = {
  'already-answered': ({ recommendation }) =>
    `La recommandation ${quoted(recommendation)} a déjà sa réponse${semicolon} on répond une seule fois, sauf si la réponse était ${quoted('en attente')}.`,
  'already-begun': () => `Ce registre existe déjà${semicolon} il faut lui envoyer l’un des ordres suivants.`,
  'already-counted': ({ resolution }) =>
    `Les votes sur la résolution ${quoted(resolution)} sont déjà inscrits, par siège ou en nombres${semicolon} ils ne sont recomptés que si un conflit a été déclaré depuis.`,
  'already-joined': () => `La ville appartient déjà à cette initiative${semicolon} on y entre une fois, jusqu’à ce qu’on la quitte.`,
  'already-lifted': ({ hold }) => `La garde ${quoted(hold)} est déjà levée${semicolon} pour garder de nouveau le cas, il en faut une autre.`,
  'already-reached': ({ milestone }) => `L’étape ${quoted(milestone)} est déjà atteinte${semicolon} il faut en nommer une qui reste ouverte.`,
  'already-recorded': ({ dueOn }) => `Il est déjà inscrit que le ${onDay(dueOn)} est passé sans l’acte${semicolon} on l’inscrit une fois.`,
  'already-voted': ({ seat }) => `Le siège ${quoted(seat)} a déjà voté à ce sujet${semicolon} un siège vote une fois.`,
  carried: ({ yes, no }) => `Elle a ${text(yes)} voix pour et ${text(no)} contre${semicolon} elle ne peut qu’être adoptée.`,
  'condition-open': ({ open }) =>
    `Un examen est clos quand chaque condition est remplie ou non remplie${semicolon} encore ouvertes${colon} ${either(open, text)}.`,
  'condition-settled': ({ condition, result }) =>
    `La condition ${quoted(condition)} est déjà ${called(results, text(result))}${semicolon} pour la revoir, il faut rouvrir l’examen.`,
  'conflict-declared': ({ seat }) => `Qui occupe le siège ${quoted(seat)} a déjà déclaré ce conflit${semicolon} on le déclare une fois.`,
  'count-outdated': () => `Un conflit a été déclaré depuis que les voix ont été comptées${semicolon} il faut les recompter sans ce siège.`,
  'erasure-begun': () =>
    `L’effacement de ce qui est scellé dans cette réclamation a commencé ou est fait, et rien ne peut plus en être conservé ni porté en appel${semicolon} le registre de la personne scellée dit pour quel motif.`,
  'focal-point-exists': ({ office }) =>
    `La ville a déjà un point focal, ${quoted(office)}${semicolon} pour le changer, il faut envoyer ${quoted('change-focal-point')}.`,
  'kept-by-a-hold': ({ heldBy }) =>
    `Ce qui est scellé dans un cas est conservé tant ${either(heldBy, (one) => called(holds, text(one))) || 'que quelque chose le retient'}.`,
  'measure-state': ({ measure, status, allowed }) =>
    `La mesure ${quoted(measure)} est dans l’état ${quoted(status)}${semicolon} pour cela, elle doit être dans l’état ${states(allowed)}.`,
  'measure-unconfirmed': ({ open }) =>
    `Une réparation est achevée quand chaque mesure est confirmée${semicolon} encore à confirmer${colon} ${either(open, text)}.`,
  'meeting-held': ({ meeting }) => `La réunion ${quoted(meeting)} s’est déjà tenue${semicolon} il faut en convoquer une autre.`,
  'no-focal-point': () => `La ville n’a pas encore de point focal${semicolon} il faut d’abord envoyer ${quoted('establish-focal-point')}.`,
  'no-quorum': ({ given, entitled, quorum }) =>
    `Sur ${count(entitled, 'siège qui peut', 'sièges qui peuvent')} voter, ${text(given)} ${Number(given) < 2 ? 'a' : 'ont'} voté${semicolon} il en faut plus de ${text(quorum)} sur cent.`,
  'no-such-proposal': ({ version }) =>
    `Aucunes règles de version ${text(version)} ne sont proposées${semicolon} relire la ville montre celles qui le sont.`,
  'not-announced': () => 'Un effacement selon les règles est d’abord annoncé, puis fait le jour que l’annonce a nommé, ou plus tard.',
  'not-assessed': () =>
    `Rien n’est décidé sans évaluation${colon} il faut d’abord évaluer l’instrument, ou l’écarter avec des motifs à l’examen préalable.`,
  'not-begun': ({ command }) =>
    `Ce registre n’existe pas encore et ne peut recevoir l’ordre ${quoted(command)}${semicolon} il faut d’abord le commencer.`,
  'not-carried': ({ yes, no }) =>
    `Elle a ${text(yes)} voix pour et ${text(no)} contre${semicolon} il faut plus de voix pour que contre pour l’adopter, et elle ne peut qu’être rejetée.`,
  'not-joined': () => `La ville n’appartient pas à cette initiative${semicolon} elle ne peut quitter que ce qu’elle a rejoint.`,
  'not-substantiated': () =>
    `Rien n’a été jugé fondé, il n’y a donc rien à réparer${semicolon} une réparation se relie à une conclusion qui a jugé quelque chose fondé.`,
  'not-the-holder': () =>
    `Le porteur de devoirs nommé dans \`from\` n’a rien d’ouvert ici${semicolon} il faut nommer celui qui en a.`,
  'not-yet-due': ({ dueOn, today }) =>
    `Nous sommes le ${onDay(today)}, et le ${onDay(dueOn)} n’est pas passé${colon} une échéance est manquée quand son jour a pris fin sans l’acte.`,
  'nothing-to-redo': () =>
    `Chaque mesure est confirmée${semicolon} pour rouvrir la réparation, il faut nommer des mesures à refaire ou en ajouter d’autres.`,
  'office-seated': ({ seat }) => `Ce bureau occupe déjà le siège ${quoted(seat)}${semicolon} un bureau agit pour un seul siège.`,
  'resolution-not-adopted': ({ resolution }) =>
    `La résolution ${quoted(resolution)} n’est pas adoptée${semicolon} une recommandation met en œuvre une résolution qui l’est, ou aucune.`,
  'resolution-settled': ({ resolution }) =>
    `La résolution ${quoted(resolution)} est déjà adoptée ou rejetée${semicolon} il faut en proposer une autre.`,
  'retention-runs': ({ dueOn }) =>
    text(dueOn) === ''
      ? 'Aucune règle de la ville ne met fin à la durée pendant laquelle ceci est conservé.'
      : `Selon les règles de la ville, ceci est conservé jusqu’au ${onDay(dueOn)}.`,
  'screened-out': () =>
    `L’instrument a été écarté à l’examen préalable${semicolon} il faut décider à son sujet, ou le rouvrir pour de nouveaux motifs afin de l’évaluer.`,
  'seat-taken': ({ seat }) =>
    `Quelqu’un occupe le siège ${quoted(seat)} ce jour-là${semicolon} il faut d’abord mettre fin à ce mandat, ou nommer pour plus tard.`,
  'seat-vacant': ({ seat }) => `Personne n’occupe aujourd’hui le siège ${quoted(seat)}${semicolon} il faut d’abord nommer quelqu’un.`,
  'wrong-state': ({ command, status, allowed }) =>
    `Le registre est dans l’état ${quoted(status)}${semicolon} pour l’ordre ${quoted(command)}, il doit être dans l’état ${states(allowed)}.`,

  'approval-mismatch': () => `Le conseil n’inscrit que son propre accord${colon} \`approvedBy.body\` doit être ${quoted('council')}.`,
  'beneficiaries-missing': () => `Une réparation est pour quelqu’un${colon} il faut nommer au moins un groupe ou une personne scellée.`,
  'both-sign-still': ({ bothUntil }) =>
    `Les deux clés devaient signer jusqu’au ${onDay(bothUntil)}${colon} il faut attendre ce jour, ou dire dans \`reason\` pourquoi ne pas l’attendre.`,
  'conditions-missing': () => 'Une décision avec conditions demande au moins une condition et son échéance.',
  'conditions-unexpected': ({ outcome }) =>
    `La décision ${quoted(called(labels.outcomes, text(outcome)))} n’a pas de conditions${semicolon} il faut les omettre, ou décider ${quoted(labels.outcomes['compatible-with-conditions'])}.`,
  'consent-missing': () =>
    `Un nom reste à jamais dans le registre public${colon} il faut dire dans \`consentedOn\` quand la personne y a consenti, ou omettre le nom.`,
  'date-in-future': ({ today }) => `Ceci a eu lieu, sa date est donc aujourd’hui, ${onDay(today)}, ou plus tôt.`,
  'due-before-start': ({ start }) =>
    `Une échéance ne précède pas le jour à partir duquel elle court, le ${onDay(start)}${semicolon} il en faut une plus tardive, ou le jour où ceci a pris effet.`,
  'duty-bearer-dissolved': () => `Ce porteur de devoirs est dissous${semicolon} il faut nommer son successeur ou un autre qui existe.`,
  'ends-before-it-begins': ({ from }) => `Un mandat ne finit pas avant de commencer, le ${onDay(from)}.`,
  'evidence-missing': () => `Ceci demande une preuve${colon} au moins un fichier, par son SHA-256, sa longueur et son type de média.`,
  'grade-contradicts': ({ grade, allowed }) => `La note ${text(grade)} dit autre chose${semicolon} ici, la note est ${either(allowed, text)}.`,
  'group-retired': () => `Ce groupe de titulaires de droits a été retiré${semicolon} il faut en nommer un qui est reconnu.`,
  'ill-formed-text': () =>
    'Un texte doit être de l’Unicode bien formé, sans demi-caractères et sans caractères de contrôle autres que la tabulation et la fin de ligne.',
  'invalid-country': () => 'Un pays est l’un des codes à deux lettres d’ISO 3166-1, en majuscules, comme CA ou US.',
  'invalid-date': () => 'Une date est un jour qui existe, écrit comme 2026-03-31.',
  'invalid-evidence': ({ member }) =>
    member === 'sha256'
      ? `Un fichier est nommé par son SHA-256${colon} 64 chiffres hexadécimaux en minuscules.`
      : 'Un type de média s’écrit comme application/pdf.',
  'invalid-key': () => 'Une clé compte de 1 à 40 lettres minuscules et chiffres, séparés par des traits d’union simples, comme first-draft.',
  'invalid-language': () => 'Une langue est une étiquette de BCP 47, comme en ou fr-CA.',
  'invalid-log-key': () =>
    'Une clé du journal public s’écrit name+id+base64, et elle est l’une des deux que nomme l’annonce.',
  'invalid-number': ({ least, most, whole }) =>
    `Ceci est un nombre${whole === true ? ' entier' : ''} de ${text(least)} à ${text(most)}.`,
  'invalid-office': () =>
    `Un bureau est le sujet de l’accès qui agit pour le siège${colon} de 1 à 255 caractères ASCII visibles, sans commencer par system:.`,
  'invalid-signature': () => 'Une signature s’écrit en base 64.',
  'invalid-slug': () => 'Un nom court est fait de lettres minuscules et de chiffres séparés par des traits d’union simples, comme pittsburgh-pa.',
  'invalid-time-zone': () => 'Un fuseau horaire est un nom de la liste de l’IANA, comme America/New_York.',
  'items-missing': ({ least }) => `Cette liste demande au moins ${count(least, 'élément', 'éléments')}.`,
  'milestone-after-due': ({ dueOn }) => `Une étape est due au plus tard le ${onDay(dueOn)}, échéance de l’engagement lui-même.`,
  'name-missing': () => `Il faut dire lequel${colon} ${quoted('other')} demande un nom.`,
  'no-conflict-declared': ({ seat }) =>
    `Le siège ${quoted(seat)} n’a déclaré aucun conflit à ce sujet${semicolon} il faut d’abord le déclarer, ou dire comment il a voté.`,
  'not-a-beneficiary': () =>
    `Il faut dire dans \`onBehalfOf\` pour quel bénéficiaire de la réparation on parle${colon} l’un de ses groupes, ou de ses personnes scellées.`,
  'not-a-successor': () => 'La nouvelle clé doit en être une autre, du même journal et de la même sorte.',
  'not-later': ({ dueOn }) => `La nouvelle date doit suivre la date actuelle, le ${onDay(dueOn)}.`,
  'nothing-to-change': () => 'Il faut donner au moins un membre qui change.',
  'notice-too-short': ({ earliest }) =>
    `Des règles de conservation valent au plus tôt à partir du ${onDay(earliest)}, pour que chacun voie avant ce qu’elles font.`,
  'obligation-ceased': () => `Cette obligation a pris fin${semicolon} il faut en nommer une qui est en vigueur.`,
  'parent-circle': () =>
    `Un porteur de devoirs n’est ni une partie de lui-même ni de l’une de ses parties${semicolon} il faut nommer un autre parent.`,
  'repeated-item': ({ given }) => `${quoted(given)} est déjà ici${semicolon} chacun est donné une fois.`,
  'rights-unexpected': () => `Rien n’a été jugé fondé, aucun droit n’a donc été jugé violé${colon} il faut laisser les droits vides.`,
  'same-duty-bearer': () => `Ce porteur de devoirs l’a déjà${semicolon} il faut en nommer un autre.`,
  'seat-in-conflict': ({ seat }) =>
    `Le siège ${quoted(seat)} a déclaré un conflit à ce sujet${semicolon} il ne vote pas, et son vote est ${quoted('excused')}.`,
  'severity-missing': () =>
    'Un effet négatif demande sa gravité (ampleur, étendue, caractère irrémédiable) et sa probabilité, chacune de 1 à 5.',
  'slug-taken': ({ slug }) => `Une autre ville a le nom court ${quoted(slug)}${semicolon} il en faut un qui soit propre à celle-ci.`,
  'sub-form-contradicts': ({ right }) => `Cette sous-forme relève de ${quoted(right)}${semicolon} il faut donner cette forme, ou une autre sous-forme.`,
  'successor-missing': ({ openDuties }) =>
    `Le porteur de devoirs a encore ${count(openDuties, 'devoir ouvert', 'devoirs ouverts')}${semicolon} il faut nommer le successeur à qui ils passent.`,
  'successor-is-itself': () => 'Un successeur est un autre porteur de devoirs.',
  'text-missing': () => `Il faut écrire quelque chose ici${semicolon} des blancs seuls ne disent rien.`,
  'text-too-long': ({ limit }) =>
    `Ceci peut compter jusqu’à ${text(limit)} caractères${semicolon} un texte plus long va dans un fichier de preuve.`,
  'too-many-items': ({ most }) => `Cette liste peut compter jusqu’à ${count(most, 'élément', 'éléments')}.`,
  'too-many-votes': ({ given, entitled }) =>
    `Cela fait ${count(given, 'vote', 'votes')}, et ${count(entitled, 'siège peut', 'sièges peuvent')} voter${colon} ceux qui sont vacants ou en conflit ne votent pas.`,
  'unknown-code': ({ vocabulary }) => `Ceci n’est pas un code du vocabulaire ${quoted(vocabulary)}${semicolon} il faut en prendre un dans sa liste.`,
  'unknown-condition': ({ known }) =>
    known === undefined || either(known, text) === ''
      ? 'La décision n’a pas de conditions.'
      : `La décision n’a pas cette condition${semicolon} ses conditions sont ${either(known, text)}.`,
  'unknown-due-date': () => 'Le registre n’a pas cette échéance.',
  'unknown-entry': () => `Une entrée est nommée par l’id de l’un des faits de ce même registre${semicolon} son histoire les montre.`,
  'unknown-item': ({ kind, known }) =>
    either(known, text) === ''
      ? `Le conseil n’a pas encore de ${called(items, text(kind))}.`
      : `Le conseil n’a pas cela parmi ses ${called(items, text(kind))}${semicolon} il a ${either(known, text)}.`,
  'unknown-measure': ({ known }) => `La réparation n’a pas cette mesure${semicolon} ses mesures sont ${either(known, text)}.`,
  'unknown-hold': ({ known }) =>
    either(known, text) === ''
      ? 'Aucune garde ne tient la réclamation.'
      : `La réclamation n’a pas cette garde${semicolon} ses gardes sont ${either(known, text)}.`,
  'unknown-milestone': ({ known }) =>
    either(known, text) === ''
      ? `L’engagement n’a pas d’étapes${semicolon} il faut d’abord en ajouter une.`
      : `L’engagement n’a pas cette étape${semicolon} ses étapes sont ${either(known, text)}.`,
  'unknown-record': ({ aggregate }) =>
    aggregate === 'city' ? 'Aucune ville n’a cet id.' : `Dans cette ville, ${called(labels.noneOf, text(aggregate))} n’a cet id.`,

  'unknown-subject': () => `La réclamation nommée n’est pas celle de cette personne scellée${semicolon} il faut en nommer une qui l’est.`,

  'votes-or-counts': () => `Les votes sont donnés par siège dans \`votes\`, ou en nombres dans \`counts\`${semicolon} si les deux sont donnés, ils s’accordent.`,

  'complained-of-erased': () =>
    `Les mots de cette réclamation ont été effacés, et personne ne peut savoir quel bureau elle vise${colon} elle n’est remise à aucun, et seul un contrôle qui n’est d’aucun bureau y agit.`,
  'not-the-complainant': () => 'Seule la personne qui a déposé la réclamation peut le dire, avec son code de reçu.',
  'not-your-hold': ({ hold }) => `La garde ${quoted(hold)} est levée par le bureau qui l’a mise, ou par le contrôle.`,
  'not-your-entry': ({ role: own }) =>
    `Une entrée est rectifiée par la partie qui l’a faite (${role(own ?? '')})${semicolon} ce qu’a inscrit l’horloge, par le point focal ou le contrôle.`,
  'other-city': () => `Cet accès est pour une autre ville, ou pour aucune${semicolon} il en faut un pour celle-ci.`,
  'other-duty-bearer': () => 'Seul le personnel du porteur de devoirs concerné peut le dire en son nom.',
  'other-seat': ({ own }) =>
    Array.isArray(own) && own.length === 0
      ? `Qui a été membre du conseil n’écrit pas ce que les autres ont dit${colon} cela revient à un secrétariat qui ne l’a jamais été.`
      : `Un membre du conseil parle pour son propre siège, ${either(own, text)}${semicolon} qui n’en a jamais eu écrit ce que les autres ont dit.`,
  'own-conflict': ({ kind }) =>
    `Votre bureau a déclaré ici un conflit d’intérêts (sur ${called(labels.onKinds, text(kind))})${colon} il n’y vote ni n’y donne son accord, quel que soit le rôle.`,
  'own-delivery': () =>
    `Qui a livré une mesure ne la confirme ni ne la conteste${colon} cela revient à la partie bénéficiaire ou au contrôle.`,
  'own-duty-bearer': () => `Personne du porteur de devoirs concerné ne peut juger ce qu’il a fait${colon} cela revient à l’autre partie.`,
  'own-finding': () => `Qui a tranché la réclamation ne tranche pas l’appel${colon} cela revient à quelqu’un d’un autre bureau.`,
  'own-instrument': () => `Personne ne décide d’un instrument de son propre bureau${colon} cela revient à un autre organe.`,
  'own-office': () => `Personne ne remet une réclamation à son propre bureau, quel qu’en soit l’objet${colon} quelqu’un d’autre le fait.`,
  'own-proposal': () => `Qui a proposé les règles ne les adopte pas${colon} cela revient à une deuxième personne.`,
  'own-report': () => `Qui a déclaré l’engagement tenu n’en juge pas${colon} cela revient à quelqu’un d’autre.`,
  'own-request': () => `Qui a demandé l’effacement ne l’approuve pas${colon} cela revient à une deuxième personne.`,
  'role-not-allowed': ({ command, allowed }) => `L’ordre ${quoted(command)} demande le rôle ${either(allowed, (one) => quoted(role(one)))}.`,
};
