/** Goal: the rules we took from others are switched on where we mean them. Method: one sample per rule, by place. */
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const eslint = new ESLint({ overrideConfigFile: 'build/eslint.config.js' })

/** Lints `code` as if it were the content of an existing file. */
async function findings(place: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: place })
  // Where the file is gone, the parser's complaint would stand in for every rule's.
  const broken = result?.messages.find(({ fatal }) => fatal)
  if (broken !== undefined) throw new Error(`cannot lint ${place}: ${broken.message}`)
  return result?.messages.map(({ ruleId }) => ruleId) ?? []
}

describe('house rules', () => {
  it.each([
    ['an enum', 'main/cli.ts', 'export enum A { B }', 'no-restricted-syntax'],
    ['any', 'main/cli.ts', 'export const a: any = 1', '@typescript-eslint/no-explicit-any'],
    ['as', 'main/cli.ts', 'export const a = 1 as number', '@typescript-eslint/consistent-type-assertions'],
    [
      'a default that hides a member of a union',
      'main/cli.ts',
      'declare const a: "x" | "y"; switch (a) { case "x": break; default: console.log(a) }',
      '@typescript-eslint/switch-exhaustiveness-check',
    ],
    [
      'a default beside every member of a union',
      'main/cli.ts',
      'declare const a: "x"|"y"; switch (a) { case "x": break; case "y": break; default: console.log(a) }',
      '@typescript-eslint/switch-exhaustiveness-check',
    ],
    [
      'Electron outside the shell',
      'main/cli.ts',
      'import "electron"',
      '@typescript-eslint/no-restricted-imports',
    ],
    [
      'Node in the hall',
      'shared/hall/refusals.ts',
      'import "node:fs"',
      '@typescript-eslint/no-restricted-imports',
    ],
    ['a screen in main', 'main/cli.ts', 'import "#kiosk/x.ts"', '@typescript-eslint/no-restricted-imports'],
    [
      'the kiosk in a staff screen',
      'renderer/router.ts',
      'import "#kiosk/x.ts"',
      '@typescript-eslint/no-restricted-imports',
    ],
    ['the clock in the hall', 'shared/hall/refusals.ts', 'Date.now()', 'house/no-wall-clock'],
    [
      'a bare public function',
      'shared/hall/refusals.ts',
      'export function f(): void {}',
      'jsdoc/require-jsdoc',
    ],
    ['a sleep in a test', 'main/shell/windowOptions.test.ts', 'await sleep(1)', 'house/no-sleep'],
    [
      'a rule switched off without a reason',
      'main/cli.ts',
      '// eslint-disable-next-line no-console\nconsole.log(1)',
      'comments/require-description',
    ],
  ])('catch %s', async (_what, place, code, rule) => {
    expect(await findings(place, code)).toContain(rule)
  })

  it.each([
    ['Electron in the shell', 'main/shell/page.ts', "import { app } from 'electron'\napp.quit()\n"],
    ['the clock in a composition root', 'main/cli.ts', 'console.log(Date.now())\n'],
    ['as const', 'main/cli.ts', "export const a = ['x'] as const\n"],
  ])('allow %s', async (_what, place, code) => {
    expect(await findings(place, code)).toEqual([])
  })
})
