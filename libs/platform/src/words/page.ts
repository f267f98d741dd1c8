import type { InEach } from './told.js';

interface PageWords {
  /** The language, in itself. */
  readonly language: string;
  readonly list: string;
  /** `status` and `type` come marked as code. */
  readonly forPrograms: (status: string, type: string, detail: string) => string;
  readonly all: string;
  readonly docs: string;
}

/** What the pages about kinds of problem say around them. */
export const pageWords: InEach<PageWords> = {
  en: {
    language: 'English',
    list: 'Problems the ledger can answer with',
    forPrograms: (status, type, detail) =>
      `Programs see this as HTTP status ${status} and the type ${type}.\nThe member ${detail} of the answer says what would have been right.`,
    all: 'All kinds of problem',
    docs: 'How to use the interface',
  },
  es: {
    language: 'Español',
    list: 'Problemas que el registro puede señalar',
    forPrograms: (status, type, detail) =>
      `Los programas lo ven como estado HTTP ${status} y tipo ${type}.\nEl miembro ${detail} de la respuesta dice qué habría sido correcto.`,
    all: 'Todas las clases de problema',
    docs: 'Cómo se usa la interfaz',
  },
  fr: {
    language: 'Français',
    list: 'Problèmes que le registre peut signaler',
    forPrograms: (status, type, detail) =>
      `Les programmes voient ceci comme le statut HTTP ${status} et le type ${type}.\nLe membre ${detail} de la réponse dit ce qui aurait été juste.`,
    all: 'Tous les types de problème',
    docs: 'Comment utiliser l’interface',
  },
};
