// The web pages of apps/console as files to be served: dist/apps/console/pages/. `npm run build` calls it.
// A script's or a style's name carries its content, so that it may be kept for ever; the pages name them.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pages = join(root, 'dist', 'apps', 'console', 'pages');

const { build } = await import('esbuild');
const shared = { absWorkingDir: root, bundle: true, tsconfig: 'tsconfig.json', logLevel: 'warning', legalComments: 'none' };
rmSync(pages, { recursive: true, force: true });
mkdirSync(pages, { recursive: true });
await build({
  ...shared,
  entryPoints: { verify: 'apps/console/src/verify/main.ts', 'verify-style': 'apps/console/src/verify/verify.css' },
  outdir: pages,
  entryNames: '[name]-[hash]',
  format: 'esm',
  platform: 'browser',
  target: ['chrome110', 'firefox110', 'safari16'],
  minify: true,
});
const named = (pattern) => {
  const name = readdirSync(pages).find((file) => pattern.test(file));
  if (name === undefined) throw new Error(`no ${pattern} was built`);
  return `/verify/${name}`;
};
const assets = { script: named(/^verify-\w+\.js$/), style: named(/^verify-style-\w+\.css$/) };

const shell = await build({ ...shared, entryPoints: ['apps/console/src/shell.ts'], write: false, format: 'esm', platform: 'neutral' });
const { languages, verifyShell } = await import(`data:text/javascript;base64,${Buffer.from(shell.outputFiles[0].contents).toString('base64')}`);
for (const language of languages) writeFileSync(join(pages, `verify.${language}.html`), verifyShell(language, assets));
