// `npm run build:auditor`: the auditor as one file that needs nothing but Node, in a folder that npm can pack:
// dist/auditor/covenant-auditor.mjs. A folder given as the first argument takes its place.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { command } from './command.mjs';

command(async ({ prepare, root }) => {
  await prepare({ say: (line) => console.error(line), quiet: true, build: false });
  const folder = resolve(process.argv[2] ?? join(root, 'dist', 'auditor'));
  const file = join(folder, 'covenant-auditor.mjs');
  mkdirSync(folder, { recursive: true });
  const { build } = await import('esbuild');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['apps/auditor/src/main.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    tsconfig: 'tsconfig.json',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    // Packages in CommonJS ask for Node's own modules by `require`, which a module does not have.
    banner: { js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);" },
  });
  chmodSync(file, 0o755);
  const { version, license, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const manifest = {
    name: 'covenant-auditor',
    version,
    description: "Checks a city's public log, and trusts nobody but the keys it is told.",
    license,
    type: 'module',
    bin: { 'covenant-auditor': 'covenant-auditor.mjs' },
    files: ['covenant-auditor.mjs', 'THIRD-PARTY.txt', 'README.md', 'LICENSE'],
    engines,
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(folder, 'THIRD-PARTY.txt'), thirdParties(root, Object.keys(metafile.inputs)));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
  copyFileSync(join(root, 'docs', 'reference', 'auditor.md'), join(folder, 'README.md'));
  console.error(`Built ${file}.`);
});

/** The packages that went into the file, with their licences. */
function thirdParties(root, inputs) {
  const packages = new Set(inputs.flatMap((input) => /^(node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  return [...packages]
    .sort()
    .map((path) => {
      const { name, version, license } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
      const text = readdirSync(join(root, path)).find((file) => /^licen[cs]e/i.test(file));
      const full = text !== undefined && existsSync(join(root, path, text)) ? readFileSync(join(root, path, text), 'utf8').trim() : '';
      return `${name} ${version} (${license})\n\n${full}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}
