import { roleName } from '@covenant/domain';
import type { Words } from './statements.js';

const entries = (first: number, last: number): string => (first === last ? `l’entrée ${first}` : `les entrées ${first} à ${last}`);
const number = (value: number): string => value.toLocaleString('fr');
const counted = (value: number, one: string, many = `${one}s`): string => `${number(value)} ${value < 2 ? one : many}`;
const sized = (size: number): string => counted(size, 'entrée');
const among = (size: number, origin: string): string => (size === 1 ? `de la seule que ${origin} a signée` : `des ${number(size)} que ${origin} a signées`);

/** The auditor in French. */
export const french: Words = {
  'checkpoint-missing': ({ path }) => `Il n’y a pas de ${path} : la copie est incomplète.`,
  'checkpoint-malformed': ({ path, detail }) => `${path} n’est pas un point de contrôle (${detail}).`,
  'checkpoint-unsigned': ({ path, detail }) => `${path} n’est pas signé comme il le faut : ${detail}.`,
  'checkpoint-name': ({ path, size }) => `${path} est le point de contrôle d’un arbre de ${sized(size)}, ce que son nom ne dit pas.`,
  'checkpoint-not-kept': ({ path, size }) => `${path} et le point de contrôle conservé pour sa taille, ${size}, ne sont pas le même.`,
  'other-log': ({ path, expected, found }) => `${path} est d’un autre journal : ${found}, alors que ${expected} était attendu.`,
  'rolled-back': ({ size, kept }) =>
    `Le journal est revenu en arrière : le dernier point de contrôle a ${sized(size)}, et un de ${kept} avait été conservé.`,
  'root-differs': ({ size, expected, found }) =>
    `${size === 1 ? 'La seule entrée ne forme' : `Les ${number(size)} entrées ne forment`} pas l’arbre que le journal a signé : la racine signée est ${expected}, celle qui en résulte est ${found}.`,
  'kept-root-differs': ({ size, expected, found }) =>
    `Le journal ne continue pas ce qu’il a signé à ${sized(size)} : la racine signée alors est ${expected}, celle d’à présent est ${found}.`,
  'forked': ({ size, kept, evidence }) =>
    `Le journal a bifurqué : ce qu’il signe à présent (${sized(size)}) ne continue pas ce qu’il a signé avant (${sized(kept)}). ` +
    `Les deux déclarations signées sont dans ${evidence} ; montrez-les à d’autres.`,
  'served-older': ({ size, kept, evidence }) =>
    `Le journal sert un état plus ancien : ${sized(size)}, alors que ${kept} ${kept === 1 ? 'avait été signée' : 'avaient été signées'}. Les deux déclarations sont dans ${evidence}.`,
  'evidence-kept': ({ path }) => `Une exécution antérieure a constaté que ce journal n’est pas honnête, et en a laissé la preuve dans ${path}.`,
  'covered-late': ({ entry, recorded, seconds, evidence }) =>
    `L’entrée ${entry} dit avoir été enregistrée le ${recorded}, et un arbre signé ${counted(seconds, 'seconde')} plus tard ne l’a pas : ` +
    `elle a été retenue ou antidatée. La preuve est dans ${evidence}.`,
  'silent': ({ url, seconds, since, size }) =>
    `${url} ne donne plus signe de vie depuis ${counted(seconds, 'seconde')}, depuis ${since} ; il avait ${sized(size)}.`,
  'watched': ({ url, looks, size }) =>
    `${url} a été observé ${looks === 1 ? 'une fois' : `${number(looks)} fois`} et n’a fait que croître ; il a ${sized(size)}.`,
  'evidence-forked': ({ origin, size, kept }) =>
    `Démontré : ${origin} a signé deux arbres, de ${number(kept)} et de ${sized(size)}, qui ne se continuent pas. Il a bifurqué.`,
  'evidence-rolled-back': ({ origin, size, kept, seconds }) =>
    `Démontré : ${origin} a signé un arbre de ${sized(size)} ${counted(seconds, 'seconde')} après en avoir signé un de ${number(kept)}. Il est revenu en arrière.`,
  'evidence-late': ({ origin, entry, recorded, seconds, size }) =>
    `Démontré : ${origin} a signé un arbre de ${sized(size)} ${counted(seconds, 'seconde')} après l’heure que l’entrée ${entry} ` +
    `se donne (${recorded}), et ne l’avait pas alors.`,
  'witness-ended': ({ url, cosigned }) => `Le témoin à ${url} s’est arrêté ; il a cosigné ${counted(cosigned, 'point de contrôle', 'points de contrôle')}.`,
  'evidence-unproven': ({ path }) => `Ce qui est dans ${path} ne démontre pas, par les seules signatures et empreintes, une faute du journal.`,

  'bundle-missing': ({ path, first, last }) => `${path} manque : on ne peut pas lire ${entries(first, last)}.`,
  'bundle-malformed': ({ path, first, last, detail }) => `${path} est illisible (${detail}) : ${entries(first, last)}.`,
  'tile-missing': ({ path }) => `${path} manque.`,
  'tile-length': ({ path, expected, found }) => `${path} a ${counted(found, 'octet')} ; ${expected} ${expected === 1 ? 'était attendu' : 'étaient attendus'}.`,
  'tile-differs': ({ path, hash, expected, found }) => `L’empreinte ${hash} de ${path} est ${found} ; les entrées donnent ${expected}.`,
  'tile-unproven': ({ path, detail }) => `${path} n’appartient pas à l’arbre que le journal a signé (${detail}).`,
  'entry-differs': ({ entry, path, expected, found }) =>
    `L’entrée ${entry} (dans ${path}) n’est pas celle de l’arbre : son empreinte est ${found}, et ${expected} était attendue.`,
  'entry-malformed': ({ entry, detail }) => `L’entrée ${entry} n’est pas un fait dans sa seule forme juste (${detail}).`,
  'entry-out-of-order': ({ entry, stream, expected, found }) =>
    `L’entrée ${entry} a la révision ${found} de ${stream} ; ${expected} était attendue : un fait de ce dossier manque, est répété ou n’est pas à sa place.`,
  'entry-unproven': ({ path, entry, detail }) => `L’entrée ${entry}, dans ${path}, n’est pas ce que le journal a signé (${detail}).`,
  'bundle-incomplete': ({ path }) => `Il manque ${path} dans le dossier.`,
  'bundle-differs': ({ path, line, expected, found }) =>
    `${path} n’est pas ce que disent les entrées : la ligne ${line} contient « ${found} », là où « ${expected} » était attendu.`,
  'bundle-verified': ({ path, keys }) =>
    `${path} et ${keys} sont ce que disent ces entrées, à la lettre. Que sa politique nomme les bonnes clés, aucun fichier ne peut le montrer : comparez-les.`,
  'bundle-other-version': ({ path, version, own }) =>
    `Le journal a tenu. ${path} : pas tel que cet auditeur l’écrit. Il se dit de Covenant ${version}, celui-ci est ${own}, et les mots peuvent différer : non comparé. Lisez les entrées mêmes avec « history », ou prenez l’auditeur de cette version.`,
  'stray-file': ({ path }) => `${path} n’appartient pas à la copie d’un journal.`,
  'more-findings': ({ count }) => `… et ${number(count)} de plus.`,

  'entry-unfoldable': ({ entry, detail }) =>
    `Cet auditeur ne sait pas interpréter l’entrée ${entry} (${detail}) : elle vient d’un système plus récent, ou n’aurait pas dû être enregistrée.`,
  'row-differs': ({ path, row, member, expected, found, entry }) =>
    `${path} : ${row} montre ${found}${member === '' ? '' : ` comme ${member}`} ; d’après l’entrée ${entry} c’est ${expected}.`,
  'row-missing': ({ path, row, entry }) => `${path} ne montre pas ${row}, que l’entrée ${entry} a enregistré.`,
  'row-added': ({ path, row }) => `${path} montre ${row}, dont aucune entrée ne parle.`,
  'unanswered': ({ url, detail }) => `Une partie de ${url} n’a pas répondu (${detail}) et n’a pas été comparée.`,
  'unjudged': ({ url, count, detail }) =>
    `${number(count)} ${count === 1 ? 'rangée ou ligne' : 'rangées ou lignes'} de ${url} peuvent venir d’entrées plus récentes, qui n’ont pu être obtenues (${detail}) : pas jugées.`,
  'followed': ({ url, kept, size }) => `${url} a enregistré plus que ${kept === 1 ? 'la seule entrée' : `les ${number(kept)} entrées`} de la copie : celles jusqu’à ${number(size)} ont été obtenues, vérifiées et repliées aussi.`,

  'proof-malformed': ({ path, detail }) => `${path} n’est pas une preuve (${detail}).`,
  'proof-unsigned': ({ path, detail }) => `Le point de contrôle de ${path} n’est pas signé comme il le faut : ${detail}.`,
  'proof-refused': ({ entry, size, origin }) =>
    `Ce fait n’est pas l’entrée ${entry} ${among(size, origin)}. L’un des deux, ou les deux, ont été modifiés.`,
  'event-malformed': ({ path, detail }) => `${path} n’est pas un fait du journal (${detail}).`,
  'event-rewritten': ({ path }) => `${path} est écrit autrement que dans le journal ; les mêmes données, dans la forme du journal, ont été vérifiées.`,

  'policy-malformed': ({ path, detail }) => `${path} n’est pas une politique de confiance (${detail}).`,
  'first-use': ({ origin, key }) =>
    `La clé de ${origin} a été acceptée telle que son serveur la donne, et sera exigée désormais : ${key}. ` +
    'Comparez-la avec une clé obtenue par une autre voie, ou nommez-la avec --key ou --policy.',
  'kept-trust': ({ path }) => `Les signatures ont été vérifiées avec les clés de ${path}, conservées au début de la copie.`,
  'key-announced': ({ entry, key, replaces, bothUntil }) =>
    `Le journal a changé de clé : ${key} remplace ${replaces}, qui a signé l’annonce dans l’entrée ${entry} ; les deux signent au moins jusqu’au ${bothUntil}.`,
  'key-retired': ({ entry, key }) => `La clé ${key} du journal a été retirée dans l’entrée ${entry} ; elle ne vaut pour rien qui contienne cette entrée.`,
  'key-refused': ({ entry, reason }) => `L’entrée ${entry} parle des clés du journal et n’en change aucune : ${reason}.`,
  'no-witness': () => 'Aucun témoin n’est demandé : il n’est pas démontré que tout le monde a vu le même journal.',
  'witnessed': ({ witnesses }) => `Cosigné par les témoins ${witnesses}.`,
  'signatures-ignored': ({ path, count }) => `${path} a ${count} signature${count === 1 ? '' : 's'} de plus, de clés inconnues ici ; rien ne repose dessus.`,
  'earlier-time': ({ entry, recorded, before, count }) =>
    `${number(count)} ${count === 1 ? 'entrée dit avoir été enregistrée' : 'entrées disent avoir été enregistrées'} bien avant une entrée qui les précède dans le journal ; ` +
    `la première est l’entrée ${entry}, du ${recorded}, après une du ${before}.`,
  'repaired': ({ path }) => `${path} était abîmé et a été récupéré de nouveau.`,
  'left-over': ({ path, count }) =>
    `${number(count)} fichier${count === 1 ? '' : 's'} dont l’arbre n’a pas besoin, comme ${path}, d’une exécution interrompue ; non examiné${count === 1 ? '' : 's'}.`,
  'contents-skipped': () => 'Seules les empreintes et les signatures ont été vérifiées, non que les entrées soient bien formées et chaque dossier complet.',

  'mirrored': ({ origin, size, added, root, dir }) =>
    `${dir} contient ${origin} jusqu’à ${sized(size)} (${counted(added, 'nouvelle')}) ; sa racine est ${root}.`,
  'verified': ({ origin, size, checkpoints, signers, root }) =>
    `${size === 1 ? `La seule entrée de ${origin} est` : `Les ${number(size)} entrées de ${origin} sont`} exactement ce qu’il a signé (${signers}), et ${size === 1 ? 'continue' : 'continuent'} ` +
    `${checkpoints === 1 ? 'le point de contrôle conservé' : `chacun des ${number(checkpoints)} points de contrôle conservés`}. Racine : ${root}.`,
  'proven': ({ entry, size, origin, type, stream, revision, recorded, role }) =>
    `Démontré : ${type} est l’entrée ${entry} ${among(size, origin)}. C’est le numéro ${revision + 1} dans l’histoire de ` +
    `${stream}, enregistré le ${recorded} par ${roleName(role, 'fr')}. Que c’est enregistré est démontré ; que c’est vrai ne l’est pas.`,
  'fact-unreadable': ({ type, version }) =>
    `${type} a été inscrit, sous une forme (version ${version}) que cet auditeur ne sait pas lire.`,
  'history-entry': ({ entry, recorded, effective, role, fact }) =>
    `Entrée ${entry}, enregistrée le ${recorded}${effective === undefined ? '' : ` avec effet au ${effective}`} par ${roleName(role, 'fr')} : ${fact}`,
  'history': ({ stream, count, size, origin }) =>
    `${count === 1 ? 'C’est la seule entrée' : `Ce sont les ${sized(count)}`} de ${stream} ${size === 1 ? `que ${origin} a signée` : `parmi les ${number(size)} que ${origin} a signées`}.`,
  'refolded': ({ url, size, records, cities, compared }) =>
    `${url} montre ce que ${size === 1 ? 'dit sa seule entrée' : `disent ses ${sized(size)}`} : ${counted(records, 'dossier')} de ` +
    `${counted(cities, 'ville')} ; ${counted(compared, 'ligne ou chiffre comparé', 'lignes et chiffres comparés')}.`,
  'history-none': ({ stream, size, origin }) =>
    `${size === 1 ? `La seule entrée que ${origin} a signée` : `Aucune des ${number(size)} entrées que ${origin} a signées`} n’est${size === 1 ? ' pas' : ''} de ${stream} : ce dossier n’existe pas.`,
  'not-held': ({ count }) => `CELA NE TIENT PAS : ${number(count)} constat${count === 1 ? '' : 's'}.`,
};
