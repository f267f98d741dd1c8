import type { kindsInEnglish } from './kinds.en.js';

export const kindsInSpanish: typeof kindsInEnglish = {
  'malformed-json': {
    title: 'El cuerpo no es JSON bien formado',
    about: 'La petición no se leyó porque su cuerpo no es JSON en UTF-8, nombra dos veces un miembro o está anidado a demasiada profundidad.',
  },
  'invalid-input': {
    title: 'Lo enviado no es válido',
    about:
      'Algunos miembros faltan, no se conocen o no tienen la forma debida. La respuesta los enumera todos y dice qué habría sido correcto; no se registró nada.',
  },
  'malformed-request': {
    title: 'La petición no está bien formada',
    about: 'No se pudo leer la dirección, una cabecera o el propio mensaje HTTP.',
  },
  unauthenticated: {
    title: 'Hace falta un token válido',
    about:
      'Para leer lo público no hace falta token. Esta petición sí lo necesita, o el token enviado es falso, ha caducado o es para otro destinatario.',
  },
  forbidden: {
    title: 'El rol no lo permite',
    about: 'El token es válido, pero sus roles, su ciudad o su titular de deberes no alcanzan lo que se pidió.',
  },
  'not-found': {
    title: 'No hay nada en esta dirección',
    about: 'La dirección está mal escrita, o el registro no existe.',
  },
  'method-not-allowed': {
    title: 'Esta dirección no admite ese método',
    about: 'La cabecera Allow de la respuesta enumera los métodos que admite.',
  },
  'not-acceptable': {
    title: 'Esa forma no se ofrece',
    about: 'Los registros se dan como JSON; las listas, como JSON o, con Accept: text/csv, como CSV.',
  },
  conflict: {
    title: 'El registro avanzó entretanto',
    about: 'Otros siguieron registrando en el mismo registro mientras esto se decidía. Se puede intentar de nuevo sin riesgo.',
  },
  'stale-revision': {
    title: 'El registro ya no está en la revisión nombrada',
    about: 'Alguien registró algo desde que se leyó. Ha de leerse de nuevo, mirar qué cambió y decidir otra vez.',
  },
  'too-large': {
    title: 'Es demasiado grande',
    about:
      'Una petición admite 64 KiB, y una entrada 65.535 bytes. Los archivos son pruebas: se guardan aparte y se nombran por su huella, su longitud y su tipo de medio.',
  },
  'uri-too-long': {
    title: 'La dirección es demasiado larga',
    about: 'Una parte de la dirección es más larga que todo lo que da esta interfaz.',
  },
  'unsupported-media-type': {
    title: 'Aquí solo se lee JSON',
    about: 'Las órdenes se envían como application/json en UTF-8.',
  },
  'expectation-failed': {
    title: 'Esa expectativa no se cumple aquí',
    about: 'De la cabecera Expect solo se entiende 100-continue. Puede omitirse.',
  },
  'key-reused': {
    title: 'Esta Idempotency-Key es de otra petición',
    about: 'Una clave vale para una petición con un cuerpo. Para registrar otra cosa hace falta una clave nueva.',
  },
  'headers-too-large': {
    title: 'Las cabeceras son demasiado grandes',
    about: 'Las cabeceras de una petición admiten 16 KiB como máximo.',
  },
  'too-many-requests': {
    title: 'Demasiadas peticiones',
    about: 'Ha de esperarse lo que dice Retry-After; después se puede seguir.',
  },
  internal: {
    title: 'Algo falló de nuestra parte',
    about:
      'El fallo es nuestro y quedó anotado con el número que está en "instance". Las órdenes con Idempotency-Key pueden enviarse de nuevo sin riesgo.',
  },
  'method-unknown': {
    title: 'Ese método no se conoce aquí',
    about: 'Ninguna dirección lo admite. Los registros se leen con GET y las órdenes se envían con POST.',
  },
  unavailable: {
    title: 'El registro no puede responder ahora',
    about:
      'Una parte que la respuesta necesita no está o va con retraso. No se registró nada. Ha de esperarse lo que dice Retry-After e intentarlo de nuevo.',
  },
  overloaded: {
    title: 'Se pide demasiado al registro a la vez',
    about:
      'No toma más de lo que puede responder a tiempo, para atender a quienes tomó. No se empezó nada. Ha de esperarse lo que dice Retry-After y enviarse lo mismo de nuevo.',
  },
  'outcome-unknown': {
    title: 'No se sabe si esto se registró',
    about:
      'El almacén dejó de responder en mitad del registro. Enviar exactamente lo mismo con la misma Idempotency-Key lo aclara, y nada se registra dos veces.',
  },
  timeout: {
    title: 'La petición tardó demasiado en llegar',
    about: 'La conexión se abandonó antes de que la petición estuviera completa. No se registró nada.',
  },
};
