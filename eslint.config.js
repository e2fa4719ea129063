import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import typescript from 'typescript-eslint';
import { inCatalogue } from './scripts/lint/in-catalogue.mjs';
import { logicalDirections } from './scripts/lint/logical-directions.mjs';
import svelteConfig from './svelte.config.js';

const types = { allowTypeImports: true };

/** What the renderer may not reach; .dependency-cruiser.cjs holds the rules between the other rooms. */
const rendererImports = {
  patterns: [
    {
      // What names may be is plain text rules, which need nothing: the page has them too.
      regex: '^(#protocol(?!/names/)|#ipc)/|/(protocol(?!/names/)|ipc)/',
      message: 'The renderer takes types only from protocol and ipc: use `import type`.',
      ...types,
    },
    {
      regex: '^(#client|#server)/|^node:|^electron$|^ws$',
      message: 'The renderer holds no secrets, no sockets, no SQL: ask main through lib/bridge.',
    },
  ],
};

const noSkippedTests = ['describe', 'it', 'test', 'suite'].flatMap((object) =>
  ['only', 'skip', 'skipIf', 'runIf', 'todo', 'fixme', 'fails', 'fail'].map((property) => ({
    object,
    property,
    message: 'A test runs, everywhere and always, or is not there.',
  })),
);

const noShortWaits = {
  object: 'vi',
  property: 'waitFor',
  message: 'It gives up after a second, which a busy machine may need: `eventually` waits longer.',
};

/** A rule is switched off with its reason behind `--`, or not at all. */
const reasonForDisabling = {
  create: (context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        if (!/^\s*eslint-disable/.test(comment.value) || comment.value.includes('--')) continue;
        context.report({ loc: comment.loc, message: 'Say why behind `--`.' });
      }
    },
  }),
};

export default defineConfig(
  globalIgnores(['out/', 'dist/', 'node_modules/', 'test-results/']),
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: {
      ours: {
        rules: {
          'reason-for-disabling': reasonForDisabling,
          'in-catalogue': inCatalogue,
          'logical-directions': logicalDirections,
        },
      },
    },
    rules: { 'ours/reason-for-disabling': 'error' },
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [typescript.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.json',
          './tsconfig.web.json',
          './tsconfig.browser-tests.json',
          './tsconfig.guest.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Promises are how repositories and handlers answer, whether or not this one has to wait.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // A generic result type is how a statement or a call says what rows and bodies it trusts.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // Flow analysis forgets that a field may change while a function awaits.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      // Text is counted in code points: the contract says so.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'hack', 'xxx'] }],
      'max-lines': ['error', { max: 400 }],
    },
  },
  ...svelte.configs.recommended,
  {
    files: ['{protocol,server,src,bench}/**/*.ts'],
    rules: {
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        parser: typescript.parser,
        svelteConfig,
        // Here only: with it a program is made to be watched, and made anew for each file.
        extraFileExtensions: ['.svelte'],
        project: ['./tsconfig.web.json'],
      },
    },
    rules: {
      // A Map that no template reads needs no signals; the rule cannot tell.
      'svelte/prefer-svelte-reactivity': 'off',
      // The app is one page with no router of SvelteKit's.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      // The linter sees another .svelte file as `any`; svelte-check knows its true type.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      // Runes and bound props are written as `let`, also where only the template assigns them.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$derived', '$bindable'] }],
      'svelte/no-at-html-tags': 'error',
    },
  },
  {
    files: ['src/{main,renderer}/**'],
    rules: { 'ours/in-catalogue': 'error' },
  },
  {
    files: ['src/renderer/**'],
    rules: { 'ours/logical-directions': 'error' },
  },
  {
    files: ['src/renderer/**'],
    languageOptions: { globals: globals.browser },
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', rendererImports],
      'no-restricted-globals': ['error', 'process', 'require', 'Buffer', 'fetch', 'WebSocket'],
    },
  },
  {
    // The log of a page is the browser's.
    files: ['src/guest/console-log.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Where an error goes that nobody caught: the developer tools, besides the screen.
    files: ['src/renderer/lib/report-error.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['src/renderer/**'],
    ignores: ['src/renderer/lib/bridge*'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[property.name='futureTalk']",
          message: 'The renderer reaches the main process only through src/renderer/lib/bridge.',
        },
      ],
    },
  },
  {
    files: ['server/**/*.ts'],
    ignores: ['server/http/uws.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          name: 'uWebSockets.js',
          message: 'Its types are in server/http/uws.ts, without strings.',
        },
      ],
    },
  },
  {
    // SQL stands only in repositories and migrations.
    files: ['server/**/*.{routes,service}.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='prepare']",
          message: 'SQL stands only in repositories and migrations.',
        },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', ...noSkippedTests, noShortWaits],
      // Both runners give meaning to functions that are passed on and to awaited assertions.
      '@typescript-eslint/unbound-method': 'off',
      // A test says `value!` where the line before would have failed otherwise.
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-console': 'off',
    },
  },
  {
    files: [
      'scripts/**/*.mjs',
      'docs/examples/**',
      '*.js',
      '*.cjs',
      '*.config.ts',
      'bench/**',
      'demo/**',
    ],
    languageOptions: { globals: globals.node },
    rules: {
      'no-console': 'off',
      'max-lines': ['error', { max: 400 }],
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
  },
  {
    files: ['bench/app/page-scripts.cjs'],
    languageOptions: { globals: globals.browser },
  },
);
