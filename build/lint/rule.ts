/** How the house's own rules are made. */
import { ESLintUtils } from '@typescript-eslint/utils'

/** Makes a typed rule. */
export const rule = ESLintUtils.RuleCreator.withoutDocs
