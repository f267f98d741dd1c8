import { legible } from '@covenant/domain';

/** Markup that is safe to send: only `html` makes it, and it escapes every text put into it. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | undefined | readonly Part[];

const special: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const render = (part: Part): string => {
  if (part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return legible(String(part)).replace(/[&<>"']/g, (sign) => special[sign] ?? sign);
  return part.map(render).join('');
};

/** A template whose text is markup and whose values are text, unless they are markup themselves. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(texts.map((text, index) => text + render(parts[index])).join(''));
