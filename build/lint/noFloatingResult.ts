/** A refusal is a value, so a call that may answer with one is not to be dropped on the floor. */
import { ESLintUtils } from '@typescript-eslint/utils'
import ts from 'typescript'
import { rule } from './rule.ts'

/** Whether a value of this type may be a refusal: one of its members has `ok: false`. */
function mayRefuse(checker: ts.TypeChecker, type: ts.Type): boolean {
  const members = type.isUnion() ? type.types : [type]
  return members.some((member) => {
    const ok = member.getProperty('ok')
    if (ok === undefined) return false
    const okType = checker.getTypeOfSymbol(ok)
    return (okType.flags & ts.TypeFlags.BooleanLiteral) !== 0 && checker.typeToString(okType) === 'false'
  })
}

export const noFloatingResult = rule({
  meta: {
    type: 'problem',
    schema: [],
    messages: { floating: 'This may be a refusal: look at `ok`, or hand the answer on.' },
  },
  defaultOptions: [],
  create(context) {
    const services = ESLintUtils.getParserServices(context)
    const checker = services.program.getTypeChecker()
    return {
      ExpressionStatement: ({ expression }) => {
        const calls = ['CallExpression', 'AwaitExpression', 'ChainExpression', 'UnaryExpression']
        if (!calls.includes(expression.type)) return
        // `void call()` drops a promise on purpose, but not a refusal.
        const looked = expression.type === 'UnaryExpression' ? expression.argument : expression
        const type = services.getTypeAtLocation(looked)
        if (mayRefuse(checker, checker.getAwaitedType(type) ?? type)) {
          context.report({ node: expression, messageId: 'floating' })
        }
      },
    }
  },
})
