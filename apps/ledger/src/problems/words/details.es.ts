import type { Details } from './details.en.js';

export const detailsInSpanish: Details = {
  noRevisionYet: 'El registro apenas empieza y aún no tiene revisión: If-Match ha de omitirse.',
  staleRevision: (named, current) =>
    `Se nombró la revisión ${named}; el registro está en la revisión ${current}. Ha de leerse de nuevo y decidirse otra vez.`,
  contention: 'Otros siguieron registrando en este registro. Ha de enviarse lo mismo de nuevo.',
  keyReused: 'Esta clave ya vino con otra petición. Ha de tomarse una nueva, o enviarse exactamente lo que se envió entonces.',
  entryTooLarge: (bytes, limit) =>
    `Esto haría una entrada de ${bytes} bytes; una entrada tiene ${limit} como máximo. Los archivos se guardan aparte y se nombran por su huella.`,
  storeAway: 'El almacén no respondió; no se registró nada. Puede intentarse de nuevo.',
  noRightOfWay: 'No se pudo asegurar que ninguna otra orden se cruce con esta; no se registró nada. Puede intentarse de nuevo.',
  readStopped: 'Lo que se lee va por detrás de lo registrado, y alguien ha de ocuparse de ello. /health/ready dice más.',
  readBehind: 'Lo que se lee aún no ha llegado a esa posición. Puede intentarse de nuevo.',
  outcomeUnknown:
    'El almacén dejó de responder mientras esto se registraba. Para saberlo ha de enviarse exactamente lo mismo con la misma Idempotency-Key.',
  issuerAway: 'No se alcanza al emisor de los tokens, y no se puede juzgar ninguno. Puede intentarse de nuevo.',
  justRecorded: 'Si se acaba de registrar, ha de añadirse ?after= con la posición del recibo.',
  noSuchTable: (tables) => `No hay tal tabla; hay ${tables}.`,
  noSuchPosition: 'No se ha registrado nada en esa posición.',
  idForm: 'No hay tal registro: el id debe ser un UUID en minúsculas.',
  listForms: 'Las listas se dan como application/json o text/csv.',
  headerInvalid: 'Una cabecera no es válida; véase errors.',
  methodsHere: (methods) => `Esta dirección admite ${methods}.`,
  noSuchKind: 'No hay tal clase de problema; /problems las enumera.',
  erased: 'La clave de estas palabras se destruyó; véase el registro de la persona sellada.',
  receiptCode: 'El código de recibo que se dio al presentar esta reclamación ha de enviarse en la cabecera Receipt-Code.',
  readingRepeated: 'Una lectura no se repite bajo una clave.',
  noSuchFile: 'No hay tal archivo.',
  pagesNotBuilt: 'Las páginas no se construyeron aquí; npm run build lo hace.',
};
