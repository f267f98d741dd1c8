import { tellers } from '@covenant/platform';
import { reasonsInEnglish } from './reasons.en.js';
import { reasonsInFrench } from './reasons.fr.js';
import { reasonsInSpanish } from './reasons.es.js';

export const reasons = tellers({ en: reasonsInEnglish, es: reasonsInSpanish, fr: reasonsInFrench });
