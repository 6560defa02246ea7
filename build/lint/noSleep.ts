/** A test that sleeps is slow when it passes and wrong when the machine is busy. */
import type { TSESTree } from '@typescript-eslint/utils'
import { rule } from './rule.ts'

export const noSleep = rule({
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      sleep:
        'Wait for the thing itself (eventually, expect.poll, locator.waitFor, an event), or move the clock by hand.',
    },
  },
  defaultOptions: [],
  create(context) {
    return {
      CallExpression: (node) => {
        const { callee } = node
        const sleeps =
          callee.type === 'Identifier'
            ? /^(sleep|delay)$/.test(callee.name)
            : callee.type === 'MemberExpression' &&
              callee.property.type === 'Identifier' &&
              callee.property.name === 'waitForTimeout'
        if (sleeps) context.report({ node, messageId: 'sleep' })
      },
      NewExpression: (node) => {
        if (node.callee.type !== 'Identifier' || node.callee.name !== 'Promise') return
        const [executor] = node.arguments
        if (executor?.type !== 'ArrowFunctionExpression' && executor?.type !== 'FunctionExpression') return
        const [resolve] = executor.params
        if (resolve?.type === 'Identifier' && isOnlyTimer(executor.body, resolve.name)) {
          context.report({ node, messageId: 'sleep' })
        }
      },
      ImportDeclaration: (node) => {
        if (/^(node:)?timers\/promises$/.test(node.source.value)) context.report({ node, messageId: 'sleep' })
      },
    }
  },
})

/** Whether a promise's executor does nothing but resolve after a time; one that races a timer does more. */
function isOnlyTimer(body: TSESTree.BlockStatement | TSESTree.Expression, resolve: string): boolean {
  if (body.type === 'BlockStatement') {
    const [only, more] = body.body
    if (more !== undefined || only?.type !== 'ExpressionStatement') return false
    return isOnlyTimer(only.expression, resolve)
  }
  if (body.type !== 'CallExpression' || body.callee.type !== 'Identifier') return false
  const [first] = body.arguments
  if (body.callee.name !== 'setTimeout' || first === undefined) return false
  if (first.type === 'Identifier') return first.name === resolve
  if (first.type !== 'ArrowFunctionExpression') return false
  const call = first.body.type === 'BlockStatement' ? undefined : first.body
  return call?.type === 'CallExpression' && call.callee.type === 'Identifier' && call.callee.name === resolve
}
