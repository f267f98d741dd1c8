import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/node_modules/**', 'dist/**', 'dist-*/**', 'coverage/**', '.covenant*/**'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true },
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ImportExpression[source.value=/^@covenant/]', message: 'The build leaves this name as it is, and Node does not find it: import a file beside this one that has it.' },
      ],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      // Nest reads parameter types at run time: an autofix to type imports would break injection.
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    // Clock, ids and chance arrive with the command: the domain makes none of them.
    files: ['libs/domain/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Buffer', 'setTimeout', 'setInterval', 'fetch', 'crypto', 'performance'],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The clock arrives with the command.' },
        { selector: "MemberExpression[object.name='Date'][property.name='now']", message: 'The clock arrives with the command.' },
        { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Chance arrives with the command.' },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts'],
    rules: { 'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }] },
  },
  {
    // Command lines talk to a person on a terminal; data modules are as long as the facts they hold.
    files: ['apps/**/*.ts', 'test/bench/**/*.ts', 'test/fault/**/*.ts', 'test/fuzz/**/*.ts', 'test/support/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  { files: ['**/*.data.ts'], rules: { 'max-lines': 'off' } },
);
