import { tellers } from '@covenant/platform';
import { detailsInEnglish } from './details.en.js';
import { detailsInFrench } from './details.fr.js';
import { detailsInSpanish } from './details.es.js';

/** What the public log answers to one request. */
export const details = tellers({ en: detailsInEnglish, es: detailsInSpanish, fr: detailsInFrench });
