import type { Details } from './details.en.js';

export const detailsInSpanish: Details = {
  nothingHere: 'No hay nada en esta dirección; /docs enumera todas las que hay.',
  nothingMore: 'Aquí no puede decirse más.',
  unreadableRequest: 'No se pudo leer la dirección o una cabecera de la petición.',
  unreadableAddress: 'No se puede leer la dirección: han de revisarse sus signos de porcentaje y su longitud.',
  unreadableParameter: 'Un parámetro contiene texto que no se puede leer.',
  knownMethods: 'Las direcciones admiten aquí GET, HEAD y POST.',
  oneHost: 'Una petición lleva una sola cabecera Host, con un host y, como mucho, un puerto.',
  bodyTooLarge: 'El cuerpo admite 65.536 bytes como máximo.',
  sendJson: 'El cuerpo ha de enviarse como application/json.',
  sendUtf8: 'El cuerpo ha de enviarse en UTF-8; application/json no necesita charset.',
  sendUnencoded: 'El cuerpo ha de enviarse tal cual, sin Content-Encoding.',
  wait: (seconds) => `Ha de esperarse ${seconds} ${seconds === 1 ? 'segundo' : 'segundos'}; después se puede seguir.`,
  tooManyConnections: 'Están abiertas todas las conexiones que puede haber. Ha de volverse pasado el tiempo de Retry-After.',
  overloaded: 'No se empezó nada. Ha de enviarse lo mismo de nuevo pasado el tiempo de Retry-After.',
  invalidMembers: (count) => (count === 1 ? 'Un miembro no es válido; véase errors.' : `${count} miembros no son válidos; véase errors.`),
  notUtf8: 'El cuerpo ha de ser UTF-8; contiene bytes que no lo son.',
  tooDeep: (levels) => `Los objetos y las listas pueden anidarse hasta ${levels} niveles, no más.`,
  namedTwice: 'Un miembro se nombra dos veces en un objeto; cada uno se nombra una vez.',
  emptyBody: 'El cuerpo está vacío; ha de ser un objeto JSON, al menos {}.',
  notOneObject: (stop) =>
    `El cuerpo ha de ser un objeto JSON${stop === undefined ? '' : stop === 'end' ? '; termina demasiado pronto' : `; la lectura se detuvo en el carácter ${stop.at}`}.`,
  unkeepable: 'Algún texto no puede conservarse tal como está.',
};
