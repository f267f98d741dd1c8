import { hash } from 'node:crypto';
import type { ProblemType } from './problem.js';

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style = `body{font:1.05rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1.2rem;color:#1b1b1b;background:#fff}
code{background:#f0f0f0;padding:.1em .3em;border-radius:.2em}a{color:#0b4f8a}h1{line-height:1.25}
@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}code{background:#2a2a2a}a{color:#8cc4ff}}`;

/** Of these pages: nothing but their own style, by its digest. */
export const problemPagePolicy = `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const page = (title: string, content: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>
${content}
</main></body></html>
`;

/** The page for people at the address of a problem's type. */
export const problemPage = (type: ProblemType): string =>
  page(
    type.title,
    `<h1>${escapeHtml(type.title)}</h1>
<p>${escapeHtml(type.about)}</p>
<p>Programs see this as HTTP status <code>${type.status}</code> and the type <code>/problems/${escapeHtml(type.code)}</code>.
The member <code>detail</code> of the answer says what would have been right.</p>
<p><a href="/problems">All kinds of problem</a> · <a href="/docs">How to use the interface</a></p>`,
  );

export const problemListPage = (types: readonly ProblemType[]): string =>
  page(
    'Problems the ledger can answer with',
    `<h1>Problems the ledger can answer with</h1>
<ul>
${types
  .map((type) => `<li><a href="/problems/${escapeHtml(type.code)}">${escapeHtml(type.title)}</a> (<code>${type.status}</code>)</li>`)
  .join('\n')}
</ul>`,
  );
