import type { Json } from '../kernel/json.js';
import type { RefusalCatalogue } from './catalogue.js';
import { labelsInSpanish as labels } from './labels.es.js';
import { called, text } from './phrases.js';
import { count, either, onDay, quoted } from './phrases.es.js';

const holds: Readonly<Record<string, string>> = {
  'case-open': 'el caso siga abierto',
  'remedy-open': 'siga abierta una reparación que le responde',
  'legal-hold': 'no se levante una retención',
};
const results: Readonly<Record<string, string>> = { met: 'cumplida', failed: 'no cumplida' };
const items: Readonly<Record<string, string>> = {
  seat: 'puestos',
  meeting: 'reuniones',
  resolution: 'resoluciones',
  recommendation: 'recomendaciones',
};

const role = (code: Json): string => called(labels.roles, text(code));
/** The record's states and its commands are said as the interface writes them. */
const states = (allowed: Json | undefined): string => either(allowed, quoted);

export const refusalsInSpanish: RefusalCatalogue = {
  'already-answered': ({ recommendation }) =>
    `La recomendación ${quoted(recommendation)} ya tiene respuesta; se responde una sola vez, salvo que la respuesta fuera «pendiente».`,
  'already-begun': () => 'Este registro ya existe; ha de enviársele una de las órdenes posteriores.',
  'already-counted': ({ resolution }) =>
    `Los votos sobre la resolución ${quoted(resolution)} ya están registrados, por puesto o como recuento; solo se cuentan de nuevo si desde entonces se declaró un conflicto.`,
  'already-joined': () => 'La ciudad ya pertenece a esta iniciativa; se entra una vez, hasta que se deja.',
  'already-lifted': ({ hold }) => `La retención ${quoted(hold)} ya se levantó; para volver a retener el caso hace falta otra.`,
  'already-reached': ({ milestone }) => `El hito ${quoted(milestone)} ya se alcanzó; ha de nombrarse uno que siga pendiente.`,
  'already-recorded': ({ dueOn }) => `Ya está registrado que pasó el ${onDay(dueOn)} sin cumplimiento; se registra una sola vez.`,
  'already-voted': ({ seat }) => `El puesto ${quoted(seat)} ya votó sobre esto; cada puesto vota una vez.`,
  carried: ({ yes, no }) => `Tiene ${text(yes)} votos a favor y ${text(no)} en contra; solo puede aprobarse.`,
  'condition-open': ({ open }) =>
    `Un examen se cierra cuando cada condición consta como cumplida o no cumplida; quedan pendientes: ${either(open, text)}.`,
  'condition-settled': ({ condition, result }) =>
    `La condición ${quoted(condition)} ya consta como ${called(results, text(result))}; para volver a verla ha de reabrirse el examen.`,
  'conflict-declared': ({ seat }) => `Quien ocupa el puesto ${quoted(seat)} ya declaró este conflicto; se declara una sola vez.`,
  'count-outdated': () => 'Después del recuento alguien declaró un conflicto; los votos han de contarse de nuevo sin ese puesto.',
  'erasure-begun': () =>
    'El borrado de lo sellado en esta reclamación ha empezado o está hecho, y nada de ello puede ya conservarse ni recurrirse; el registro de la persona sellada dice por qué causa.',
  'focal-point-exists': ({ office }) =>
    `La ciudad ya tiene un punto focal, ${quoted(office)}; para cambiarlo ha de enviarse «change-focal-point».`,
  'kept-by-a-hold': ({ heldBy }) =>
    `Lo sellado en un caso se conserva mientras ${either(heldBy, (one) => called(holds, text(one))) || 'algo lo retenga'}.`,
  'measure-state': ({ measure, status, allowed }) =>
    `La medida ${quoted(measure)} está en el estado ${quoted(status)}; para esto ha de estar en ${states(allowed)}.`,
  'measure-unconfirmed': ({ open }) =>
    `Una reparación está completa cuando se ha confirmado cada medida; quedan sin confirmar: ${either(open, text)}.`,
  'meeting-held': ({ meeting }) => `La reunión ${quoted(meeting)} ya se celebró; ha de convocarse otra.`,
  'no-focal-point': () => 'La ciudad aún no tiene punto focal; antes ha de enviarse «establish-focal-point».',
  'no-quorum': ({ given, entitled, quorum }) =>
    `De ${count(entitled, 'puesto que puede', 'puestos que pueden')} votar lo hicieron ${text(given)}; hace falta más del ${text(quorum)} por ciento de ellos.`,
  'no-such-proposal': ({ version }) =>
    `No hay propuestas reglas de la versión ${text(version)}; las que lo están pueden leerse de nuevo en la ciudad.`,
  'not-announced': () => 'Un borrado por regla se anuncia antes, y se hace el día que nombró el anuncio o después.',
  'not-assessed': () =>
    'No se decide sin evaluación: el instrumento ha de evaluarse antes, o descartarse con motivos en el examen previo.',
  'not-begun': ({ command }) => `Aún no existe tal registro, y no puede recibir la orden ${quoted(command)}; antes ha de empezarse.`,
  'not-carried': ({ yes, no }) =>
    `Tiene ${text(yes)} votos a favor y ${text(no)} en contra; se aprueba con más votos a favor que en contra, y solo puede rechazarse.`,
  'not-joined': () => 'La ciudad no pertenece a esta iniciativa; solo puede dejar aquello a lo que se unió.',
  'not-substantiated': () =>
    'Nada se declaró fundado, y no hay nada que reparar; las reparaciones se vinculan a una conclusión que declaró algo fundado.',
  'not-the-holder': () => 'El titular de deberes nombrado en `from` no tiene aquí nada abierto; ha de nombrarse el que lo tiene.',
  'not-yet-due': ({ dueOn, today }) =>
    `Hoy es ${onDay(today)}, y el ${onDay(dueOn)} no ha pasado: una fecha se incumple cuando su día termina sin el acto.`,
  'nothing-to-redo': () =>
    'Todas las medidas están confirmadas; para reabrir la reparación han de nombrarse medidas que rehacer o añadirse otras.',
  'office-seated': ({ seat }) => `Esta oficina ya ocupa el puesto ${quoted(seat)}; una oficina actúa por un solo puesto.`,
  'resolution-not-adopted': ({ resolution }) =>
    `La resolución ${quoted(resolution)} no está aprobada; una recomendación cumple una que lo esté, o ninguna.`,
  'resolution-settled': ({ resolution }) => `La resolución ${quoted(resolution)} ya se aprobó o se rechazó; ha de proponerse otra.`,
  'retention-runs': ({ dueOn }) =>
    text(dueOn) === ''
      ? 'Ninguna regla de la ciudad pone fin al tiempo en que esto se conserva.'
      : `Según las reglas de la ciudad esto se conserva hasta el ${onDay(dueOn)}.`,
  'screened-out': () =>
    'El instrumento se descartó en el examen previo; puede decidirse sobre él, o reabrirse con nuevos motivos para evaluarlo.',
  'seat-taken': ({ seat }) =>
    `Alguien ocupa el puesto ${quoted(seat)} ese día; antes ha de terminar ese mandato, o empezar el nuevo después.`,
  'seat-vacant': ({ seat }) => `Nadie ocupa hoy el puesto ${quoted(seat)}; antes ha de nombrarse a alguien.`,
  'wrong-state': ({ command, status, allowed }) =>
    `El registro está en el estado ${quoted(status)}; para la orden ${quoted(command)} ha de estar en ${states(allowed)}.`,

  'approval-mismatch': () => 'El consejo solo registra su propia aprobación: `approvedBy.body` ha de ser «council».',
  'beneficiaries-missing': () => 'Una reparación es para alguien: ha de nombrar al menos un grupo o una persona sellada.',
  'both-sign-still': ({ bothUntil }) =>
    `Ambas claves iban a firmar hasta el ${onDay(bothUntil)}: ha de esperarse a ese día, o decirse en \`reason\` por qué no.`,
  'conditions-missing': () => 'Una decisión con condiciones necesita al menos una condición con su plazo.',
  'conditions-unexpected': ({ outcome }) =>
    `La decisión ${quoted(called(labels.outcomes, text(outcome)))} no lleva condiciones; han de quitarse, o decidirse «compatible con condiciones».`,
  'consent-missing': () =>
    'Un nombre queda para siempre en el registro público: `consentedOn` ha de decir cuándo consintió la persona, o el nombre ha de omitirse.',
  'date-in-future': ({ today }) => `Esto ha ocurrido, y su fecha es hoy, ${onDay(today)}, o anterior.`,
  'due-before-start': ({ start }) =>
    `Un plazo no vence antes del día desde el que corre, el ${onDay(start)}; ha de darse uno posterior, o el día en que surtió efecto.`,
  'duty-bearer-dissolved': () => 'Este titular de deberes está disuelto; ha de nombrarse su sucesor u otro que exista.',
  'ends-before-it-begins': ({ from }) => `Un mandato no termina antes de empezar, el ${onDay(from)}.`,
  'evidence-missing': () => 'Esto necesita pruebas: al menos un archivo, por su SHA-256, su longitud y su tipo de medio.',
  'grade-contradicts': ({ grade, allowed }) => `El grado ${text(grade)} dice otra cosa; aquí el grado es ${either(allowed, text)}.`,
  'group-retired': () => 'Este grupo de titulares de derechos se dio de baja; ha de nombrarse uno reconocido.',
  'ill-formed-text': () =>
    'El texto ha de ser Unicode bien formado, sin medios caracteres y sin más caracteres de control que el tabulador y el fin de línea.',
  'invalid-country': () => 'Un país es uno de los códigos de dos letras de ISO 3166-1, en mayúsculas, como CA o US.',
  'invalid-date': () => 'Una fecha es un día que existe, escrito como 2026-03-31.',
  'invalid-evidence': ({ member }) =>
    member === 'sha256'
      ? 'Un archivo se nombra por su SHA-256: 64 dígitos hexadecimales en minúsculas.'
      : 'Un tipo de medio se escribe como application/pdf.',
  'invalid-key': () => 'Una clave son de 1 a 40 letras minúsculas y cifras, con guiones sueltos entre ellas, como first-draft.',
  'invalid-language': () => 'Una lengua es una etiqueta de BCP 47, como en o fr-CA.',
  'invalid-log-key': () =>
    'Una clave del registro público se escribe name+id+base64, y es una de las dos que nombra el anuncio.',
  'invalid-number': ({ least, most, whole }) =>
    `Esto es un número${whole === true ? ' entero' : ''} de ${text(least)} a ${text(most)}.`,
  'invalid-office': () =>
    'Una oficina es el sujeto del acceso que actúa por el puesto: de 1 a 255 caracteres ASCII visibles, que no empiecen por system:.',
  'invalid-signature': () => 'Una firma se escribe en base 64.',
  'invalid-slug': () => 'Un nombre corto son letras minúsculas y cifras con guiones sueltos entre ellas, como pittsburgh-pa.',
  'invalid-time-zone': () => 'Una zona horaria es un nombre de la lista de la IANA, como America/New_York.',
  'items-missing': ({ least }) => `Esta lista necesita al menos ${count(least, 'elemento', 'elementos')}.`,
  'milestone-after-due': ({ dueOn }) => `Un hito vence a más tardar el ${onDay(dueOn)}, cuando vence el propio compromiso.`,
  'name-missing': () => 'Ha de decirse cuál: «other» necesita un nombre.',
  'no-conflict-declared': ({ seat }) =>
    `El puesto ${quoted(seat)} no ha declarado ningún conflicto sobre el asunto; ha de declararse antes, o decirse qué votó.`,
  'not-a-beneficiary': () =>
    '`onBehalfOf` ha de decir por cuál de los beneficiarios de la reparación se habla: uno de sus grupos o de sus personas selladas.',
  'not-a-successor': () => 'La clave nueva ha de ser otra, del mismo registro público y de la misma clase.',
  'not-later': ({ dueOn }) => `La fecha nueva ha de ser posterior a la actual, el ${onDay(dueOn)}.`,
  'nothing-to-change': () => 'Ha de darse al menos un miembro que cambie.',
  'notice-too-short': ({ earliest }) =>
    `Las reglas de conservación rigen como muy pronto desde el ${onDay(earliest)}, para que todos vean antes lo que hacen.`,
  'obligation-ceased': () => 'Esta obligación ha cesado; ha de nombrarse una vigente.',
  'parent-circle': () => 'Un titular de deberes no es parte de sí mismo ni de una parte suya; ha de nombrarse otro superior.',
  'repeated-item': ({ given }) => `${quoted(given)} ya está aquí; cada uno se da una vez.`,
  'rights-unexpected': () => 'Nada se declaró fundado, y no se constató la violación de ningún derecho: los derechos han de quedar vacíos.',
  'same-duty-bearer': () => 'Ya lo tiene este titular de deberes; ha de nombrarse otro.',
  'seat-in-conflict': ({ seat }) =>
    `El puesto ${quoted(seat)} ha declarado un conflicto sobre el asunto; no vota, y su voto es «excused».`,
  'severity-missing': () =>
    'Un efecto negativo necesita su gravedad (escala, alcance, irremediabilidad) y su probabilidad, cada una de 1 a 5.',
  'slug-taken': ({ slug }) => `Otra ciudad tiene el nombre corto ${quoted(slug)}; ha de darse uno propio.`,
  'sub-form-contradicts': ({ right }) => `Esta subforma pertenece a ${quoted(right)}; ha de darse esa forma, u otra subforma.`,
  'successor-missing': ({ openDuties }) =>
    `El titular de deberes aún tiene ${count(openDuties, 'deber abierto', 'deberes abiertos')}; ha de nombrarse el sucesor a quien pasan.`,
  'successor-is-itself': () => 'Un sucesor es otro titular de deberes.',
  'text-missing': () => 'Aquí ha de escribirse algo; los espacios solos no dicen nada.',
  'text-too-long': ({ limit }) =>
    `Aquí caben hasta ${text(limit)} caracteres; los textos más largos van en un archivo de prueba.`,
  'too-many-items': ({ most }) => `Esta lista admite hasta ${count(most, 'elemento', 'elementos')}.`,
  'too-many-votes': ({ given, entitled }) =>
    `Son ${count(given, 'voto', 'votos')}, y ${count(entitled, 'puesto puede', 'puestos pueden')} votar: los vacantes o en conflicto no votan.`,
  'unknown-code': ({ vocabulary }) => `Esto no es un código del vocabulario ${quoted(vocabulary)}; ha de tomarse uno de su lista.`,
  'unknown-condition': ({ known }) =>
    known === undefined || either(known, text) === ''
      ? 'La decisión no tiene condiciones.'
      : `La decisión no tiene tal condición; sus condiciones son ${either(known, text)}.`,
  'unknown-due-date': () => 'El registro no tiene tal plazo.',
  'unknown-entry': () => 'Una entrada se nombra por el id de uno de los hechos de este mismo registro; su historia los tiene.',
  'unknown-item': ({ kind, known }) =>
    either(known, text) === ''
      ? `El consejo aún no tiene ${called(items, text(kind))}.`
      : `El consejo no tiene tal cosa entre sus ${called(items, text(kind))}; tiene ${either(known, text)}.`,
  'unknown-measure': ({ known }) => `La reparación no tiene tal medida; sus medidas son ${either(known, text)}.`,
  'unknown-hold': ({ known }) =>
    either(known, text) === ''
      ? 'Nada retiene la reclamación.'
      : `La reclamación no tiene tal retención; sus retenciones son ${either(known, text)}.`,
  'unknown-milestone': ({ known }) =>
    either(known, text) === ''
      ? 'El compromiso no tiene hitos; antes ha de añadirse uno.'
      : `El compromiso no tiene tal hito; sus hitos son ${either(known, text)}.`,
  'unknown-record': ({ aggregate }) =>
    aggregate === 'city' ? 'Ninguna ciudad tiene este id.' : `En esta ciudad ${called(labels.noneOf, text(aggregate))} tiene este id.`,

  'unknown-subject': () => 'La reclamación nombrada no es de esta persona sellada; ha de nombrarse una que lo sea.',

  'votes-or-counts': () => 'Los votos se dan por puesto en `votes`, o en `counts` como recuento; si se dan ambos, han de coincidir.',

  'complained-of-erased': () =>
    'Las palabras de esta reclamación se borraron, así que nadie puede saber contra qué oficina es: no se entrega a ninguna, y solo actúa en ella una supervisión que no sea de ninguna.',
  'not-the-complainant': () => 'Solo puede decirlo quien presentó la reclamación, con su código de recibo.',
  'not-your-hold': ({ hold }) => `La retención ${quoted(hold)} la levanta la oficina que la puso, o la supervisión.`,
  'not-your-entry': ({ role: own }) =>
    `Una entrada la rectifica la parte que la hizo (${role(own ?? '')}); lo que registró el reloj, el punto focal o la supervisión.`,
  'other-city': () => 'Este acceso es para otra ciudad, o para ninguna; hace falta un acceso a esta.',
  'other-duty-bearer': () => 'Solo el personal del titular de deberes de que se trata puede decirlo en su nombre.',
  'other-seat': ({ own }) =>
    Array.isArray(own) && own.length === 0
      ? 'Quien ha sido miembro del consejo no escribe lo que dijeron los demás: eso es para una secretaría que nunca lo fue.'
      : `Un miembro del consejo habla por su propio puesto, ${either(own, text)}; lo que dijeron los demás lo escribe quien nunca tuvo uno.`,
  'own-conflict': ({ kind }) =>
    `La propia oficina ha declarado aquí un conflicto de intereses (sobre ${called(labels.onKinds, text(kind))}): no vota ni aprueba en ello, sea cual sea el rol.`,
  'own-delivery': () =>
    'Quien entregó una medida no la confirma ni la niega: eso es para la parte beneficiaria o la supervisión.',
  'own-duty-bearer': () => 'Nadie del titular de deberes de que se trata puede juzgar lo que hizo: eso es para la otra parte.',
  'own-finding': () => 'Quien decidió la reclamación no decide el recurso: eso es para alguien de otra oficina.',
  'own-instrument': () => 'Nadie decide sobre un instrumento de su propia oficina: eso es para otro órgano.',
  'own-office': () => 'Nadie entrega una reclamación a su propia oficina, sea sobre lo que sea: eso lo hace otra persona.',
  'own-proposal': () => 'Quien propuso las reglas no las aprueba: eso es para una segunda persona.',
  'own-report': () => 'Quien declaró cumplido el compromiso no lo juzga: eso es para otra persona.',
  'own-request': () => 'Quien pidió el borrado no lo aprueba: eso es para una segunda persona.',
  'role-not-allowed': ({ command, allowed }) => `La orden ${quoted(command)} exige el rol de ${either(allowed, role)}.`,
};
