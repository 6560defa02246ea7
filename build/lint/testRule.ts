/** Runs a rule's good and bad samples as tests of the suite. */
import type { Rule } from 'eslint'
import { RuleTester } from 'eslint'
import { join } from 'node:path'
import ts from 'typescript-eslint'
import { describe, it } from 'vitest'
import { house } from './plugin.ts'

RuleTester.describe = describe
RuleTester.it = it
RuleTester.itOnly = it

const folder = import.meta.dirname

/** Bad samples are `[code, message id]`; each must be reported exactly once. */
export function testRule(
  name: keyof typeof house.rules,
  samples: { readonly good: readonly string[]; readonly bad: readonly (readonly [string, string])[] },
): void {
  const tester = new RuleTester({
    languageOptions: {
      parser: ts.parser,
      parserOptions: {
        projectService: { allowDefaultProject: ['*.ts'], defaultProject: 'sample.tsconfig.json' },
        tsconfigRootDir: folder,
      },
    },
  })
  const filename = join(folder, 'sample.ts')
  // The typed rule and ESLint's own type for one describe the same object in two vocabularies.
  const rule: unknown = house.rules[name]
  tester.run(name, rule as Rule.RuleModule, {
    valid: samples.good.map((code) => ({ code, filename })),
    invalid: samples.bad.map(([code, messageId]) => ({ code, filename, errors: [{ messageId }] })),
  })
}
