// House rules. A kept rule where one exists; our own (build/lint) where none does.
import { fileURLToPath } from 'node:url'
import comments from '@eslint-community/eslint-plugin-eslint-comments'
import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import jsdoc from 'eslint-plugin-jsdoc'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import globals from 'globals'
import ts from 'typescript-eslint'
import { house } from './lint/plugin.ts'

const tests = ['**/*.test.ts', 'test/**/*.ts', 'build/lint/testRule.ts']

/** An editor's quick hint; the compiler is what really keeps layers apart. */
const forbid = (...patterns) => ['error', { patterns }]
const electron = {
  group: ['electron', 'electron/*'],
  allowTypeImports: true,
  message: 'Only main/shell and main/index.ts import Electron.',
}
const layer = (names, message) => ({ regex: `^(#|(\\.\\./)+)(${names.join('|')})/`, message })
const node = { group: ['node:*'], message: 'No Node here.' }

export default defineConfig(
  { ignores: ['out/**', 'data/**', 'coverage/**', '**/node_modules/**', 'test/fixtures/layers/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ts.configs.recommendedTypeChecked,
  vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: fileURLToPath(new URL('..', import.meta.url)),
        extraFileExtensions: ['.vue'],
      },
    },
    plugins: { house, comments, jsdoc },
    rules: {
      'no-undef': 'off', // the compiler's
      eqeqeq: 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-else-return': 'off',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Over a union every member has its case, and none hides behind a `default`.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false },
      ],
      'comments/require-description': ['error', { ignore: ['eslint-enable'] }],
      'comments/no-unlimited-disable': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'No enum: a union of literals, or an `as const` list.' },
        { selector: 'ExportAllDeclaration', message: 'Name what is exported.' },
      ],
      'house/house-words': 'error',
      'house/no-floating-result': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-v-html': 'error',
    },
  },
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    // What comes in from outside is unknown until a parser has looked; only there may a type be asserted.
    files: ['**/parse*.ts', '**/*.parse.ts', ...tests],
    rules: { '@typescript-eslint/consistent-type-assertions': 'off' },
  },
  {
    files: ['shared/**/*.ts', 'main/**/*.ts'],
    ignores: [...tests],
    rules: {
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: { esm: true },
          enableFixer: false,
          require: { FunctionDeclaration: true, ClassDeclaration: true },
          // A function that is a value of its own; members of an object are described by their type.
          contexts: ['VariableDeclarator > ArrowFunctionExpression'],
        },
      ],
    },
  },
  {
    // The composition roots, and a file that is nothing but a clock, are where time comes from.
    files: ['shared/**/*.ts', 'main/**/*.ts'],
    ignores: [...tests, '**/*.clock.ts', 'main/cli.ts', 'main/index.ts', 'main/demo.ts'],
    rules: { 'house/no-wall-clock': 'error' },
  },
  {
    files: ['shared/**/*.ts'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': forbid(
        node,
        electron,
        { group: ['vue', 'vue-*', 'pinia'], message: 'No Vue in shared.' },
        layer(['main', 'renderer', 'kiosk', 'test', 'build'], 'shared sees shared.'),
      ),
    },
  },
  {
    files: ['main/**/*.ts'],
    ignores: [...tests, 'main/shell/**', 'main/index.ts'],
    rules: {
      // The canvas package's types bring the DOM's along, so the compiler cannot say it.
      'no-restricted-globals': ['error', 'document', 'window', 'localStorage', 'sessionStorage', 'navigator'],
      '@typescript-eslint/no-restricted-imports': forbid(
        electron,
        layer(['renderer', 'kiosk', 'test', 'build'], 'main sees shared.'),
      ),
    },
  },
  {
    files: ['renderer/**/*.{ts,vue}'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': forbid(
        node,
        electron,
        layer(['main', 'kiosk', 'test', 'build'], 'renderer sees shared.'),
      ),
    },
  },
  {
    files: ['kiosk/**/*.{ts,vue}'],
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': forbid(
        node,
        electron,
        layer(['main', 'renderer', 'test', 'build'], 'kiosk sees shared.'),
      ),
    },
  },
  {
    files: tests,
    rules: {
      'house/no-sleep': 'error',
      // Answers of things under test are looked at piece by piece.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
  // The parser names its nodes by an enum and its fields by strings; comparing the two is how rules are written.
  { files: ['build/lint/**'], rules: { '@typescript-eslint/no-unsafe-enum-comparison': 'off' } },
  {
    files: ['**/*.{js,mjs}'],
    ...ts.configs.disableTypeChecked,
    languageOptions: { globals: globals.node, parserOptions: { projectService: false, program: null } },
  },
  {
    files: ['**/*.{js,mjs}'],
    rules: { 'house/no-floating-result': 'off', '@typescript-eslint/consistent-type-assertions': 'off' },
  },
  prettier,
)
