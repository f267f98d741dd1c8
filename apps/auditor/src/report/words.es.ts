import { roleName } from '@covenant/domain';
import type { Words } from './statements.js';

const entries = (first: number, last: number): string => (first === last ? `la entrada ${first}` : `las entradas ${first} a ${last}`);
const number = (value: number): string => value.toLocaleString('es');
const counted = (value: number, one: string, many = `${one}s`): string => `${number(value)} ${value === 1 ? one : many}`;
const sized = (size: number): string => counted(size, 'entrada');
const among = (size: number): string => (size === 1 ? 'la única' : `las ${number(size)}`);

/** The auditor in Spanish. */
export const spanish: Words = {
  'checkpoint-missing': ({ path }) => `No existe ${path}: la copia no está completa.`,
  'checkpoint-malformed': ({ path, detail }) => `${path} no es un punto de control (${detail}).`,
  'checkpoint-unsigned': ({ path, detail }) => `${path} no está firmado como debe: ${detail}.`,
  'checkpoint-name': ({ path, size }) => `${path} es el punto de control de un árbol de ${sized(size)}, y su nombre dice otra cosa.`,
  'checkpoint-not-kept': ({ path, size }) => `${path} y el punto de control guardado para su tamaño, ${size}, no son el mismo.`,
  'other-log': ({ path, expected, found }) => `${path} es de otro registro: ${found}; se esperaba ${expected}.`,
  'rolled-back': ({ size, kept }) =>
    `El registro retrocedió: el último punto de control tiene ${sized(size)} y antes se guardó uno de ${kept}.`,
  'root-differs': ({ size, expected, found }) =>
    `${size === 1 ? 'La única entrada no forma' : `Las ${number(size)} entradas no forman`} el árbol que el registro firmó: la raíz firmada es ${expected} y la suya es ${found}.`,
  'kept-root-differs': ({ size, expected, found }) =>
    `El registro no continúa lo que firmó con ${sized(size)}: la raíz firmada entonces es ${expected} y la de ahora es ${found}.`,
  'forked': ({ size, kept, evidence }) =>
    `El registro se ha bifurcado: lo que firma ahora (${sized(size)}) no continúa lo que firmó antes (${sized(kept)}). ` +
    `Las dos declaraciones firmadas están en ${evidence}; muéstrelas a otras personas.`,
  'served-older': ({ size, kept, evidence }) =>
    `El registro sirve un estado anterior: ${sized(size)}, cuando antes firmó ${kept}. Las dos declaraciones están en ${evidence}.`,
  'evidence-kept': ({ path }) => `Una ejecución anterior descubrió que este registro no es honesto y dejó la prueba en ${path}.`,
  'covered-late': ({ entry, recorded, seconds, evidence }) =>
    `La entrada ${entry} dice haberse registrado a las ${recorded}, y un árbol firmado ${counted(seconds, 'segundo')} después no la tiene: ` +
    `se retuvo o se antedató. La prueba está en ${evidence}.`,
  'silent': ({ url, seconds, since, size }) =>
    `${url} no da señales de vida desde hace ${counted(seconds, 'segundo')}, desde ${since}; tenía ${sized(size)}.`,
  'watched': ({ url, looks, size }) =>
    `Se observó ${url} ${looks === 1 ? 'una vez' : `${number(looks)} veces`} y solo creció; tiene ${sized(size)}.`,
  'evidence-forked': ({ origin, size, kept }) =>
    `Demostrado: ${origin} firmó dos árboles, de ${number(kept)} y de ${sized(size)}, que no se continúan. Se ha bifurcado.`,
  'evidence-rolled-back': ({ origin, size, kept, seconds }) =>
    `Demostrado: ${origin} firmó un árbol de ${sized(size)} ${counted(seconds, 'segundo')} después de haber firmado uno de ${number(kept)}. Retrocedió.`,
  'evidence-late': ({ origin, entry, recorded, seconds, size }) =>
    `Demostrado: ${origin} firmó un árbol de ${sized(size)} ${counted(seconds, 'segundo')} después de la hora que la entrada ${entry} ` +
    `se atribuye (${recorded}), y entonces no la tenía.`,
  'witness-ended': ({ url, cosigned }) => `El testigo en ${url} ha terminado; cofirmó ${counted(cosigned, 'punto de control', 'puntos de control')}.`,
  'evidence-unproven': ({ path }) => `Lo que hay en ${path} no demuestra, solo con firmas y resúmenes, que el registro haya obrado mal.`,

  'bundle-missing': ({ path, first, last }) => `Falta ${path}: no se pueden leer ${entries(first, last)}.`,
  'bundle-malformed': ({ path, first, last, detail }) => `No se puede leer ${path} (${detail}): ${entries(first, last)}.`,
  'tile-missing': ({ path }) => `Falta ${path}.`,
  'tile-length': ({ path, expected, found }) => `${path} tiene ${counted(found, 'byte')}; ${expected === 1 ? 'se esperaba' : 'se esperaban'} ${expected}.`,
  'tile-differs': ({ path, hash, expected, found }) => `El resumen ${hash} de ${path} es ${found}; las entradas dan ${expected}.`,
  'tile-unproven': ({ path, detail }) => `${path} no pertenece al árbol que el registro firmó (${detail}).`,
  'entry-differs': ({ entry, path, expected, found }) =>
    `La entrada ${entry} (en ${path}) no es la que tiene el árbol: su resumen es ${found} y se esperaba ${expected}.`,
  'entry-malformed': ({ entry, detail }) => `La entrada ${entry} no es un hecho en su única forma correcta (${detail}).`,
  'entry-out-of-order': ({ entry, stream, expected, found }) =>
    `La entrada ${entry} tiene la revisión ${found} de ${stream}; se esperaba la ${expected}: falta, se repite o está fuera de orden un hecho de ese expediente.`,
  'entry-unproven': ({ path, entry, detail }) => `La entrada ${entry}, en ${path}, no es lo que el registro firmó (${detail}).`,
  'bundle-incomplete': ({ path }) => `Falta ${path} en el paquete.`,
  'bundle-differs': ({ path, line, expected, found }) =>
    `${path} no es lo que dicen las entradas: en la línea ${line} tiene «${found}», donde se esperaba «${expected}».`,
  'bundle-verified': ({ path, keys }) =>
    `${path} y ${keys} son lo que dicen estas entradas, letra por letra. Que su política nombre las claves correctas no lo muestra ningún archivo: compárelas.`,
  'bundle-other-version': ({ path, version, own }) =>
    `El registro se sostuvo. ${path}: no está como lo escribe este auditor. Dice ser de Covenant ${version}, este es ${own}, y pueden decirlo con otras palabras: no se comparó. Lea las entradas mismas con «history», o use el auditor de esa versión.`,
  'stray-file': ({ path }) => `${path} no forma parte de la copia de un registro.`,
  'more-findings': ({ count }) => `… y ${number(count)} más.`,

  'entry-unfoldable': ({ entry, detail }) =>
    `Este auditor no puede interpretar la entrada ${entry} (${detail}): es de un sistema más nuevo o no debió registrarse.`,
  'row-differs': ({ path, row, member, expected, found, entry }) =>
    `${path}: ${row} muestra ${found}${member === '' ? '' : ` como ${member}`}; según la entrada ${entry} es ${expected}.`,
  'row-missing': ({ path, row, entry }) => `${path} no muestra ${row}, que la entrada ${entry} registró.`,
  'row-added': ({ path, row }) => `${path} muestra ${row}, de lo que ninguna entrada habla.`,
  'unanswered': ({ url, detail }) => `Una parte de ${url} no respondió (${detail}) y no se comparó.`,
  'unjudged': ({ url, count, detail }) =>
    `${number(count)} ${count === 1 ? 'fila o línea' : 'filas o líneas'} de ${url} pueden ser de entradas más nuevas, que no se pudieron obtener (${detail}): no se juzgaron.`,
  'followed': ({ url, kept, size }) => `${url} ha registrado más que ${kept === 1 ? 'la única entrada' : `las ${number(kept)} entradas`} de la copia: las que hay hasta ${number(size)} también se obtuvieron, comprobaron y plegaron.`,

  'proof-malformed': ({ path, detail }) => `${path} no es una prueba (${detail}).`,
  'proof-unsigned': ({ path, detail }) => `El punto de control de ${path} no está firmado como debe: ${detail}.`,
  'proof-refused': ({ entry, size, origin }) =>
    `Este hecho no es la entrada ${entry} de ${among(size)} que ${origin} firmó. Uno de los dos, o ambos, fueron alterados.`,
  'event-malformed': ({ path, detail }) => `${path} no es un hecho del registro (${detail}).`,
  'event-rewritten': ({ path }) => `${path} está escrito de otro modo que en el registro; se comprobaron los mismos datos en la forma del registro.`,

  'policy-malformed': ({ path, detail }) => `${path} no es una política de confianza (${detail}).`,
  'first-use': ({ origin, key }) =>
    `La clave de ${origin} se aceptó tal como la dio su servidor y en adelante se exigirá: ${key}. ` +
    'Compárela con una que haya obtenido por otra vía, o indíquela con --key o --policy.',
  'kept-trust': ({ path }) => `Las firmas se comprobaron con las claves de ${path}, guardadas al comenzar la copia.`,
  'key-announced': ({ entry, key, replaces, bothUntil }) =>
    `El registro cambió de clave: ${key} sustituye a ${replaces}, que firmó el anuncio en la entrada ${entry}; ambas firman al menos hasta el ${bothUntil}.`,
  'key-retired': ({ entry, key }) => `La clave ${key} del registro se retiró en la entrada ${entry}; no vale para nada que contenga esa entrada.`,
  'key-refused': ({ entry, reason }) => `La entrada ${entry} habla de las claves del registro y no cambia ninguna: ${reason}.`,
  'no-witness': () => 'No se pide ningún testigo: no está demostrado que a todo el mundo se le mostrara el mismo registro.',
  'witnessed': ({ witnesses }) => `Cofirmado por los testigos ${witnesses}.`,
  'signatures-ignored': ({ path, count }) => `${path} tiene ${count} firma${count === 1 ? '' : 's'} más, de claves que aquí no se conocen; nada se apoya en ellas.`,
  'earlier-time': ({ entry, recorded, before, count }) =>
    `${number(count)} ${count === 1 ? 'entrada dice haberse registrado' : 'entradas dicen haberse registrado'} mucho antes que otra que está delante en el registro; ` +
    `la primera es la ${entry}, a las ${recorded}, después de una de las ${before}.`,
  'repaired': ({ path }) => `${path} estaba dañado y se ha vuelto a traer.`,
  'left-over': ({ path, count }) =>
    `${number(count)} archivo${count === 1 ? '' : 's'} que el árbol no necesita, como ${path}, de una ejecución interrumpida; no se ${count === 1 ? 'miró' : 'miraron'}.`,
  'contents-skipped': () => 'Solo se comprobaron resúmenes y firmas, no que las entradas estén bien formadas ni que cada expediente esté completo.',

  'mirrored': ({ origin, size, added, root, dir }) =>
    `${dir} tiene ${origin} hasta ${sized(size)} (${counted(added, 'nueva')}); su raíz es ${root}.`,
  'verified': ({ origin, size, checkpoints, signers, root }) =>
    `${size === 1 ? `La única entrada de ${origin} es` : `Las ${number(size)} entradas de ${origin} son`} exactamente lo que firmó (${signers}) y ${size === 1 ? 'continúa' : 'continúan'} ` +
    `${checkpoints === 1 ? 'el punto de control guardado' : `cada uno de los ${number(checkpoints)} puntos de control guardados`}. Raíz: ${root}.`,
  'proven': ({ entry, size, origin, type, stream, revision, recorded, role }) =>
    `Demostrado: ${type} es la entrada ${entry} de ${among(size)} que ${origin} firmó. Es el número ${revision + 1} en la historia de ` +
    `${stream}, registrado a las ${recorded} por ${roleName(role, 'es')}. Que está registrado queda demostrado; que es cierto, no.`,
  'fact-unreadable': ({ type, version }) =>
    `Se registró ${type}, en una forma (versión ${version}) que este auditor no puede leer.`,
  'history-entry': ({ entry, recorded, effective, role, fact }) =>
    `Entrada ${entry}, registrada a las ${recorded}${effective === undefined ? '' : ` con efecto desde ${effective}`} por ${roleName(role, 'es')}: ${fact}`,
  'history': ({ stream, count, size, origin }) =>
    `${count === 1 ? 'Esta es la única entrada' : `Estas son las ${sized(count)}`} de ${stream} ${size === 1 ? 'que' : `entre las ${number(size)} que`} ${origin} firmó.`,
  'refolded': ({ url, size, records, cities, compared }) =>
    `${url} muestra lo que ${size === 1 ? 'dice su única entrada' : `dicen sus ${sized(size)}`}: ${counted(records, 'expediente')} de ` +
    `${counted(cities, 'ciudad', 'ciudades')}; ${compared === 1 ? 'se comparó' : 'se compararon'} ${counted(compared, 'fila, línea o cifra', 'filas, líneas y cifras')}.`,
  'history-none': ({ stream, size, origin }) =>
    `${size === 1 ? `La única entrada que ${origin} firmó no es` : `Ninguna de las ${number(size)} entradas que ${origin} firmó es`} de ${stream}: no tiene ese expediente.`,
  'not-held': ({ count }) => `NO SE SOSTIENE: ${number(count)} ${count === 1 ? 'hallazgo' : 'hallazgos'}.`,
};
