import { words, type Language } from './verify/words/tables.js';

/** Addresses of the files that a page loads. */
export interface Assets {
  readonly script: string;
  readonly style: string;
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The page before its script fills it: run at build time, once a language. No script and no style stands in it. */
export function verifyShell(language: Language, { script, style }: Assets): string {
  const { title, heading, intro, noScript } = words[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<meta name="description" content="${escaped(intro)}">
<link rel="stylesheet" href="/home.css">
<link rel="stylesheet" href="${style}">
<script type="module" src="${script}"></script>
</head>
<body><noscript><h1>${escaped(heading)}</h1><p>${escaped(noScript)}</p></noscript></body>
</html>
`;
}

export { languages } from './verify/words/tables.js';
