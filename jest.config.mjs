// Jest runs the TypeScript sources as ES modules through SWC; scripts/test.mjs sets NODE_OPTIONS.
const swc = {
  jsc: {
    parser: { syntax: 'typescript', decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
    target: 'es2022',
    keepClassNames: true,
  },
  module: { type: 'es6' },
  sourceMaps: 'inline',
  swcrc: false,
};

const base = {
  testEnvironment: 'node',
  rootDir: '.',
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  moduleNameMapper: {
    '^@covenant/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
};

const suite = (displayName, testRegex, extra = {}) => ({ ...base, displayName, testRegex, ...extra });
const engines = {
  globalSetup: '<rootDir>/test/support/engines.setup.mjs',
  globalTeardown: '<rootDir>/test/support/engines.teardown.mjs',
};

export default {
  projects: [
    suite('spec', '(?<!\\.int|\\.e2e|\\.fault)\\.spec\\.ts$'),
    suite('int', '\\.int\\.spec\\.ts$', engines),
    suite('e2e', '\\.e2e\\.spec\\.ts$', engines),
    suite('fault', '\\.fault\\.spec\\.ts$', engines),
  ],
};
