// The rooms of the house and who may enter which: docs/reference/rooms.md says it in words.
const libs = ['domain', 'event-store', 'commands', 'event-feed', 'read-models', 'transparency', 'confidentiality', 'access', 'platform'];

/** Code that only tests run: it may enter any room, and no room may enter it. */
const testCode = '(\\.spec\\.ts|\\.contract\\.ts|/testing\\.ts|/testing/.*)$|^(apps|libs)/[^/]+/test/';

/** Which libs each room may import, besides itself. */
const mayImport = {
  'libs/domain': [],
  'libs/transparency': [],
  'libs/platform': [],
  'libs/access': ['platform'],
  'libs/confidentiality': ['domain'],
  'libs/event-store': ['domain', 'platform'],
  'libs/commands': ['domain', 'event-store', 'transparency', 'platform'],
  'libs/event-feed': ['domain', 'event-store', 'platform'],
  'libs/read-models': ['domain', 'event-store', 'event-feed', 'platform'],
  'apps/ledger': libs,
  'apps/relay': ['domain', 'commands', 'event-store', 'event-feed', 'platform'],
  'apps/projector': ['domain', 'commands', 'event-store', 'event-feed', 'read-models', 'platform'],
  'apps/notary': ['domain', 'event-store', 'transparency', 'platform'],
  'apps/clock': ['domain', 'confidentiality', 'event-store', 'commands', 'read-models', 'platform'],
  'apps/console': ['transparency'],
  'apps/auditor': ['transparency', 'domain'],
  'apps/migrate': ['domain', 'commands', 'confidentiality', 'event-store', 'transparency', 'platform'],
  'apps/importer': ['domain', 'access', 'platform'],
};

const rooms = Object.entries(mayImport).map(([room, allowed]) => ({
  name: `room-${room.replace('/', '-')}`,
  comment: `${room} may import only: ${allowed.join(', ') || 'nothing of ours'}`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: [testCode] },
  to: {
    path: '^(libs|apps|test)/',
    pathNot: [`^${room}/`, ...allowed.map((lib) => `^libs/${lib}/src/index\\.ts$`)].concat(
      room === 'apps/ledger' ? ['^apps/(relay|projector|notary|clock)/src/index\\.ts$'] : [],
    ),
  },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...rooms,
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'domain-is-pure',
      comment: 'libs/domain imports no framework, no package and nothing of Node',
      severity: 'error',
      from: { path: '^libs/domain/src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'transparency-runs-in-a-browser',
      comment: 'libs/transparency imports nothing of Node; of packages only @noble',
      severity: 'error',
      from: { path: '^libs/transparency/src/', pathNot: '(\\.spec\\.ts|/testing\\.ts|/testing/.*)$' },
      to: {
        dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'],
        pathNot: 'node_modules/@noble/',
      },
    },
    {
      name: 'console-runs-in-a-browser',
      comment: 'apps/console imports nothing of Node and no package of its own',
      severity: 'error',
      from: { path: '^apps/console/src/', pathNot: testCode },
      to: { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-test-code-in-the-product',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: testCode },
      to: { path: `${testCode}|^test/` },
    },
    {
      name: 'declared-packages-only',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: testCode },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|\\.covenant)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'], extensions: ['.ts', '.js', '.mjs', '.json'] },
    progress: { type: 'none' },
  },
};
