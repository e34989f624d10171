import eslint from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** What each layer may import: arrows run downward only (see ARCHITECTURE.md). */
const layers = {
  foundation: [],
  kernels: ['foundation'],
  data: ['foundation', 'kernels'],
  network: ['foundation', 'kernels'],
  training: ['foundation', 'kernels', 'network'],
  domain: ['foundation', 'kernels', 'data', 'network'],
  service: ['foundation'],
  tool: ['foundation', 'kernels', 'data', 'network', 'training', 'domain', 'tool'],
  app: ['foundation', 'data', 'network', 'domain', 'service'],
  shell: [
    'foundation',
    'kernels',
    'data',
    'network',
    'training',
    'domain',
    'service',
    'tool',
    'app',
    'shell',
  ],
};

const wholeNatural = {
  name: 'natural',
  message: 'Imported whole it opens database drivers and prints; use @onebit/text/natural.',
};

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/dist-types',
      '**/build',
      '**/generated',
      '**/node_modules',
      '**/assembly/**/*.ts',
      '.nx',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: ['^.*/tools/setup/.*$'],
          depConstraints: Object.entries(layers).map(([layer, below]) => ({
            sourceTag: `layer:${layer}`,
            onlyDependOnLibsWithTags: below.map((name) => `layer:${name}`),
          })),
        },
      ],
    },
  },
  {
    files: ['**/*.ts', '**/*.tsx', '**/*.mjs'],
    rules: {
      'no-restricted-imports': ['error', { paths: [wholeNatural] }],
      'no-restricted-syntax': [
        'error',
        {
          selector: `ImportExpression[source.value='${wholeNatural.name}']`,
          message: wholeNatural.message,
        },
        {
          selector: `CallExpression[callee.name='require'][arguments.0.value='${wholeNatural.name}']`,
          message: wholeNatural.message,
        },
      ],
    },
  },
  {
    files: ['libs/*/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/node/**', 'libs/http-service/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [wholeNatural],
          patterns: [
            {
              group: ['node:*', 'fs', 'path'],
              message: 'Node built-ins live in a node/ entry only.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
      },
    },
  },
  prettier,
);
