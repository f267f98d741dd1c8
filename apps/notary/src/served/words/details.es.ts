import type { Details } from './details.en.js';

const sized = (size: number): string => `${size} ${size === 1 ? 'entrada' : 'entradas'}`;

export const detailsInSpanish: Details = {
  noCheckpoint: 'El registro público aún no ha publicado ningún punto de control; lo hace en su primer segundo.',
  tilePath:
    'Una tesela está en tile/<level>/<index>, un paquete en tile/entries/<index>; un índice como 1234067 se escribe x001/x234/067, y .p/<width> pide una parcial.',
  tileTooWide: (published, width, asked) => `El árbol publicado de ${sized(published)} tiene ${width} de las ${asked} que ahí se piden.`,
  treeTooSmall: (entry, size) => `El hecho es la entrada ${entry}; el árbol de ${sized(size)} termina antes.`,
  tooFew: (published, end) => `El árbol publicado tiene ${sized(published)}, menos que ${end}.`,
  sizesReversed: (from, end) => `El primer tamaño no debe ser mayor que el segundo, y ${from} es mayor que ${end}.`,
  notSigned: (size) => `El registro público no firmó ningún punto de control de ${sized(size)}.`,
  notTakenIn: 'El hecho está registrado, y el registro público aún no lo ha tomado.',
  catchingUp: 'El registro público se está poniendo al día y aún no puede decir si hay tal hecho.',
  noEvent: (id) => `Ningún hecho tiene el id ${id}.`,
  eventId: 'Un hecho se nombra por su id, un UUID en minúsculas.',
  eventNotCovered: (entry) => `El hecho es la entrada ${entry}, y aún no la cubre ningún punto de control publicado.`,
  entryNotCovered: (entry) => `Ningún punto de control publicado cubre aún la entrada ${entry}.`,
  noCity: (id, size) => `El registro público no tiene ninguna ciudad con el id ${id} en ${size === 1 ? 'su primera entrada' : `sus primeras ${size} entradas`}.`,
  noEntryYet: (entry) => `Aún no se ha registrado nada que pueda ser la entrada ${entry}.`,
  nothingByThen: 'Hasta entonces no se había registrado nada.',
  announcesNothing: (reason) => `El anuncio no anuncia nada (${reason}).`,
  keySilent: (key) => `El punto de control más nuevo no lo firma ${key}, que sustituye a la clave anterior.`,
  contradicted: (entry, what) => `La entrada ${entry} se anotó en el registro público y no puede mostrarse (${what}).`,
};
