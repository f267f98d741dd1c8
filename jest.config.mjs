import { availableParallelism } from 'node:os';
import { whyNoChromium } from './scripts/chromium.mjs';
import { whyNoKafka } from './scripts/kafka.mjs';

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

const kafka = {
  globalSetup: '<rootDir>/test/support/kafka/kafka.setup.mjs',
  globalTeardown: '<rootDir>/test/support/kafka/kafka.teardown.mjs',
};

/** They need Java and Maven, which a reader of the code may not have; CI must, and fails without. */
const noKafka = process.env.CI === undefined ? whyNoKafka() : undefined;
/** The same with a browser. */
const noChromium = process.env.CI === undefined ? whyNoChromium() : undefined;
const left = [
  ['with a real Kafka (*.kafka.spec.ts)', noKafka],
  ['in a real browser (*.browser.spec.ts)', noChromium],
];
for (const [suites, why] of left) {
  if (why !== undefined && process.env.JEST_WORKER_ID === undefined) process.stderr.write(`Not run here: the suites ${suites}. ${why}.\n`);
}

export default {
  // Suites mostly wait for engines: two at a time even on two cores. The limit is for what hangs, not for what is slow.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  testTimeout: 60_000,
  projects: [
    suite('spec', '(?<!\\.int|\\.e2e|\\.fault|\\.kafka|\\.browser)\\.spec\\.ts$'),
    suite('int', '\\.int\\.spec\\.ts$', engines),
    suite('e2e', '\\.e2e\\.spec\\.ts$', engines),
    suite('fault', '\\.fault\\.spec\\.ts$', engines),
    ...(process.env.TEST_PROFILE === 'distributed' ? [suite('distributed', '(?<!process|schema|readme|command|log|backup)\\.e2e\\.spec\\.ts$', kafka)] : []),
    ...(noChromium === undefined ? [suite('browser', '\\.browser\\.spec\\.ts$', engines)] : []),
    ...(noKafka === undefined ? [suite('kafka', '\\.kafka\\.spec\\.ts$', kafka)] : []),
  ],
};
