import { languages, type Language } from '@covenant/domain';
import { acceptedLanguage } from '@covenant/platform';

export type { Language };

/** The best of our languages for an `Accept-Language` header. */
export const languageFor = (header: string | undefined): Language => acceptedLanguage(header, languages);
