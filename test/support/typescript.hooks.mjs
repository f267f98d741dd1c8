import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { transform } from '@swc/core';
import jest from '../../jest.config.mjs';

const [, swc] = jest.projects[0].transform['^.+\\.ts$'];
const libs = new URL('../../libs/', import.meta.url);

export async function resolve(specifier, context, next) {
  const lib = /^@covenant\/([^/]+)$/.exec(specifier);
  if (lib) return { url: new URL(`${lib[1]}/src/index.ts`, libs).href, format: 'module', shortCircuit: true };
  if (specifier.startsWith('.') && specifier.endsWith('.js') && context.parentURL?.endsWith('.ts')) {
    const url = new URL(`${specifier.slice(0, -3)}.ts`, context.parentURL);
    if (existsSync(url)) return { url: url.href, format: 'module', shortCircuit: true };
  }
  if (specifier.endsWith('.ts')) {
    const url = specifier.startsWith('/') ? pathToFileURL(specifier).href : specifier;
    if (url.startsWith('file:')) return { url, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const filename = fileURLToPath(url);
  const { code } = await transform(await readFile(filename, 'utf8'), { ...swc, filename });
  return { format: 'module', source: code, shortCircuit: true };
}
