import type { Words } from './words.js';

const number = (value: number): string => value.toLocaleString('es');
const list = new Intl.ListFormat('es');

/** The page in Spanish. */
export const spanish: Words = {
  language: 'Español',
  title: 'Comprobar un hecho · Covenant',
  heading: 'Compruebe usted un hecho',
  home: 'Covenant',
  skip: 'Saltar al contenido',
  languages: 'Idioma',
  intro:
    'Aporte un evento del registro y su prueba. Se comprueban aquí, en su navegador: nada de lo que pegue o elija sale de su equipo. Una vez abierta, esta página funciona sin red.',
  noScript: 'Esta página calcula y necesita JavaScript. Sin él, el auditor de la línea de órdenes comprueba los mismos archivos.',
  given: 'Lo que se va a comprobar',
  event: 'El evento',
  eventHint: 'JSON, tal como lo da el registro en /log/entries/. Sirve una copia con sangrías.',
  proof: 'Su prueba',
  proofHint: 'Un archivo .tlog-proof, tal como lo da el registro en /log/proofs/.',
  policy: 'En quién confiar',
  policyHint: 'Una política de confianza (C2SP tlog-policy): las claves del registro, sus testigos y cuántos de ellos deben haber firmado.',
  keys: 'Cambios de sus claves',
  keysHint: 'Solo si el registro cambió una clave: lo que responde en /log/keys, o el keys.json de un paquete. De ello no cuenta nada más que lo que firmó la clave anterior.',
  policyFrom: {
    server:
      'Estas claves las dio este servidor: es confianza en el primer uso. Quien pudiera mostrarle un registro falso podría mostrarle también claves falsas. Compárelas con otras obtenidas por otra vía, o póngalas en su lugar.',
    reader: 'Estas claves las puso usted. Las de este servidor no se usan.',
    nowhere: 'Este servidor no dio ninguna clave. Ponga aquí la política en la que confía.',
  },
  choose: 'Elegir archivos',
  chooseHint: 'O suéltelos en cualquier lugar de esta página. Un evento, una prueba, una política y cambios de claves se distinguen por su contenido.',
  check: 'Comprobar',
  empty: 'Hacen falta un evento y una prueba.',
  fetching: 'Trayendo el evento y su prueba…',
  waiting: 'Registrado hace un momento: esperando a que el registro lo firme…',
  badLink: 'El enlace no nombra ninguna prueba de este registro. Pegue o elija el evento y su prueba.',
  unanswered: (path, detail) => `No se pudo traer ${path} (${detail}).`,
  took: (file, as) => `${file} se tomó como ${{ event: 'el evento', proof: 'la prueba', policy: 'la política', keys: 'los cambios de claves' }[as]}.`,
  unknownFile: (file) => `${file} no es un evento, una prueba, una política ni cambios de claves.`,
  result: 'El resultado',
  proven: (entry, size, origin) => `Demostrado: este evento es la entrada ${number(entry)} de las ${number(size)} que firmó ${origin}.`,
  fact: (type, revision, stream, recorded) => `Es ${type}, el número ${revision + 1} en la historia de ${stream}, registrado el ${recorded}.`,
  notTruth: 'Que se registró está demostrado. Que sea verdad, no.',
  refused: (step) => `No demostrado: el paso ${step} no se sostiene.`,
  steps: {
    event: 'El evento tiene su única forma correcta',
    leaf: 'Su huella',
    proof: 'La prueba se puede leer',
    path: 'La huella lleva a la raíz firmada',
    keys: 'Qué claves firman un árbol de ese tamaño',
    signatures: 'El registro firmó esa raíz',
    quorum: 'La vieron suficientes testigos',
  },
  outcomes: { held: 'se sostiene', failed: 'no se sostiene', unreached: 'sin alcanzar', unasked: 'no se pide' },
  unreached: 'Depende de un paso que no se sostiene.',
  detail: 'En palabras del comprobador:',
  eventHeld: (bytes) => `Escrito en la única forma que tiene cada hecho (RFC 8785), mide ${number(bytes)} bytes.`,
  eventRewritten: 'Su copia estaba escrita de otro modo; los mismos miembros se pusieron en esa forma.',
  eventFailed: 'Esto no es un evento de un registro.',
  leafHeld: 'SHA-256 de un byte cero y esos bytes. Una sola letra cambiada da otra muy distinta:',
  proofHeld: (entry, size, origin, hashes) =>
    `Dice: entrada ${number(entry)} de las ${number(size)} de ${origin}. Trae ${number(hashes)} ${hashes === 1 ? 'huella vecina' : 'huellas vecinas'} y la declaración que el registro firmó.`,
  proofFailed: 'Esto no es una prueba.',
  pathHeld: 'Unida a una vecina tras otra, la huella acaba exactamente en la raíz firmada. Solo el evento registrado lleva hasta ella.',
  pathFailed: 'El camino acaba en otra raíz que la firmada. El evento o la prueba no es lo que se registró.',
  pathLength: (hashes, entry, size) => `${number(hashes)} vecinas no pueden ser el camino de la entrada ${number(entry)} a la raíz de ${number(size)}.`,
  leadsTo: 'El camino lleva a',
  signedRoot: 'La raíz firmada es',
  picture: (steps, same) =>
    `Dibujo: abajo la huella, unida a ${steps} ${steps === 1 ? 'vecina' : 'vecinas'} en su camino hacia arriba; en lo alto la raíz que resulta, que ${same ? 'es la misma que' : 'no es la misma que'} la firmada.`,
  legend: 'Redondeado: calculado aquí. Cuadrado: traído por la prueba. Marco doble: firmado por el registro.',
  table: 'El camino completo',
  columns: { step: 'Paso', neighbour: 'Vecina', side: 'Su lado', makes: 'Juntas forman' },
  sides: { left: 'izquierda', right: 'derecha' },
  keysHeld: 'El registro cambió sus claves. Desde aquellas en las que usted confía, cada cambio lleva a la clave siguiente, y lo firmó la anterior:',
  keysUnasked: 'No se aportó ningún cambio de las claves del registro: cuentan aquellas en las que usted confía, y ninguna otra.',
  keysFailed: 'Esto no son entradas sobre las claves de un registro.',
  keyAnnounced: (entry, key, replaces, bothUntil) => `Entrada ${number(entry)}: ${key} ocupa el lugar de ${replaces}, que firmó esto; ambas firman al menos hasta el ${bothUntil}.`,
  keyEnded: (entry, key) => `Entrada ${number(entry)}: se retiró ${key}, y no cuenta en ningún árbol que tenga esta entrada.`,
  keyRefused: (entry) => `La entrada ${number(entry)} habla de claves y no cambia ninguna.`,
  signaturesHeld: 'Firmó la raíz una clave de cada clase en las que usted confía para este registro, y ninguna firma de una clave conocida es falsa:',
  signaturesFailed: {
    policy: () => 'No se puede leer en quién confiar: no es una política de confianza.',
    broken: (name) => `Una firma en nombre de ${name} no se sostiene: se cambió la declaración o la firma.`,
    untimely: (origin) => `Ninguna clave que firme un árbol de ese tamaño para ${origin} firmó esto; lo hizo una de otro tiempo.`,
    unsigned: (origin) => `Ninguna clave en la que usted confíe para ${origin} firmó esto.`,
    kind: (kind) => `Ninguna clave ${kind} en la que usted confíe para este registro firmó esto, y debe haberlo hecho una de cada clase: una sola podría falsificarse algún día.`,
  },
  signature: ({ by, outcome, algorithm }, at) => {
    if (by === 'unknown') return 'una clave desconocida aquí; no se comprobó, y nada depende de ella';
    const who = by === 'log' ? 'el registro' : 'un testigo';
    if (outcome === 'untimely') return `${who}, ${algorithm ?? ''}: de otro tiempo: no firma ningún árbol de este tamaño, y no cuenta`;
    return `${who}, ${algorithm ?? ''}: ${outcome === 'holds' ? 'se sostiene' : 'no se sostiene'}${at === undefined ? '' : `, hecha el ${at}`}`;
  },
  quorumHeld: (cosigned) => `Cofirmada por ${list.format(cosigned)}: quien confía en ellos sabe que a todos se les mostró el mismo registro.`,
  quorumUnasked: (cosigned) =>
    `La política no pide ningún testigo${cosigned.length === 0 ? '' : `; aun así cofirmaron ${list.format(cosigned)}`}. Que a todos se les mostró el mismo registro no está demostrado.`,
  quorumFailed: (cosigned, threshold, members) =>
    `La política pide ${threshold} de ${list.format(members)}; ${cosigned.length === 0 ? 'no cofirmó ninguno' : `solo cofirmó ${list.format(cosigned)}`}.`,
};
