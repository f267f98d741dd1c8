import type { RefusalCode } from '@covenant/domain';
import type { KindWords } from '@covenant/platform';

/** What each refusal means, for the page at its address. The sentence about one case is the domain's own. */
export type RefusalKinds = { readonly [C in RefusalCode]: KindWords };

export const about = (title: string, text: string): KindWords => ({ title, about: text });
