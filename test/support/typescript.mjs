// `node --import ./test/support/typescript.mjs file.ts`: runs the TypeScript sources in plain Node through SWC,
// with the settings that Jest uses. For what is not a test: the engines' set-up, benches, children of fault tests.
import { register } from 'node:module';

register('./typescript.hooks.mjs', import.meta.url);
