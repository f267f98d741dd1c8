import { tellers } from '@covenant/platform';
import { detailsInEnglish } from './details.en.js';
import { detailsInFrench } from './details.fr.js';
import { detailsInSpanish } from './details.es.js';
import { formsInEnglish } from './forms.en.js';
import { formsInFrench } from './forms.fr.js';
import { formsInSpanish } from './forms.es.js';

/** What one request should have been, or what stood in its way. */
export const details = tellers({ en: detailsInEnglish, es: detailsInSpanish, fr: detailsInFrench });

/** What a value must be. */
export const forms = tellers({ en: formsInEnglish, es: formsInSpanish, fr: formsInFrench });
