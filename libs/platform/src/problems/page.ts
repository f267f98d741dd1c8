import { hash } from 'node:crypto';
import { pageWords } from '../words/page.js';
import { type SpokenLanguage, spokenLanguages } from '../words/told.js';
import type { ProblemType } from './problem.js';

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style = `body{font:1.05rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1.2rem;color:#1b1b1b;background:#fff}
code{background:#f0f0f0;padding:.1em .3em;border-radius:.2em}a{color:#0b4f8a}h1{line-height:1.25}
@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}code{background:#2a2a2a}a{color:#8cc4ff}}`;

/** Of these pages: nothing but their own style, by its digest. */
export const problemPagePolicy = `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const page = (title: string, content: string, path: string, { language }: Shown): string => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>
${content}
<p>${spokenLanguages.map((one) => `<a href="${escapeHtml(path)}?lang=${one}" hreflang="${one}" lang="${one}">${pageWords[one].language}</a>`).join(' · ')}</p>
</main></body></html>
`;

interface Shown {
  readonly language: SpokenLanguage;
  /** The address names it, and the links go on in it; else each page goes by what the browser asks for. */
  readonly asked: boolean;
}

const suffix = ({ language, asked }: Shown): string => (asked ? `?lang=${language}` : '');

const code = (text: string): string => `<code>${escapeHtml(text)}</code>`;

/** The page for people at the address of a problem's type. */
export const problemPage = (type: ProblemType, shown: Shown): string => {
  const { language } = shown;
  const say = pageWords[language];
  const { title, about } = type.words[language];
  const path = `/problems/${type.code}`;
  return page(
    title,
    `<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(about)}</p>
<p>${say.forPrograms(code(String(type.status)), code(path), code('detail'))}</p>
<p><a href="/problems${suffix(shown)}">${escapeHtml(say.all)}</a> · <a href="/docs">${escapeHtml(say.docs)}</a></p>`,
    path,
    shown,
  );
};

export const problemListPage = (types: readonly ProblemType[], shown: Shown): string => {
  const { language } = shown;
  const { list } = pageWords[language];
  const titleOf = ({ words }: ProblemType): string => words[language].title;
  const sorted = [...types].sort((left, right) => left.status - right.status || titleOf(left).localeCompare(titleOf(right), language));
  return page(
    list,
    `<h1>${escapeHtml(list)}</h1>
<ul>
${sorted
  .map((type) => `<li><a href="/problems/${escapeHtml(type.code)}${suffix(shown)}">${escapeHtml(titleOf(type))}</a> (${code(String(type.status))})</li>`)
  .join('\n')}
</ul>`,
    '/problems',
    shown,
  );
};
