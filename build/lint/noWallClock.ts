/**
 * Time, ids and chance are handed in. A rule or a hub that reads the machine's clock by itself cannot be tested
 * by hand-moved time, replayed from a ledger, or driven by the simulator.
 */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils'
import { rule } from './rule.ts'

const globals: Readonly<Record<string, readonly string[] | 'any'>> = {
  performance: 'any',
  setTimeout: 'any',
  setInterval: 'any',
  Date: ['now'],
  Math: ['random'],
  crypto: ['randomUUID', 'getRandomValues'],
  process: ['hrtime'],
  Temporal: ['Now'],
}

const modules: Readonly<Record<string, readonly string[] | 'any'>> = {
  timers: ['setTimeout', 'setInterval', 'default'],
  'timers/promises': ['setTimeout', 'setInterval', 'scheduler', 'default'],
  perf_hooks: 'any',
  crypto: ['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues', 'randomFillSync', 'webcrypto'],
}

export const noWallClock = rule({
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      ambient: '“{{what}}”: take time, ids and chance from what is handed in, not from the machine.',
    },
  },
  defaultOptions: [],
  create(context) {
    function report(node: TSESTree.Node, what: string): void {
      context.report({ node, messageId: 'ambient', data: { what } })
    }
    /** A reference to a name this file does not declare itself. */
    function checkReference({ identifier }: TSESLint.Scope.Reference): void {
      const members = globals[identifier.name]
      const parent = identifier.parent
      if (identifier.name === 'Date' && parent) {
        const bare = parent.type === 'NewExpression' || parent.type === 'CallExpression'
        if (
          bare &&
          parent.callee === identifier &&
          (parent.type === 'CallExpression' || !parent.arguments.length)
        ) {
          report(parent, parent.type === 'NewExpression' ? 'new Date()' : 'Date()')
          return
        }
      }
      if (members === undefined || parent?.type.startsWith('TS') === true) return
      if (members === 'any') report(identifier, identifier.name)
      else if (parent?.type === 'MemberExpression' && parent.object === identifier) {
        const member = memberName(parent)
        if (member !== undefined && members.includes(member)) report(parent, `${identifier.name}.${member}`)
      }
    }
    return {
      'Program:exit': (program) => {
        const scope = context.sourceCode.getScope(program)
        for (const reference of scope.through) checkReference(reference)
        for (const variable of scope.variables) {
          if (variable.defs.length === 0) variable.references.forEach(checkReference)
        }
      },
      MemberExpression: (node) => {
        if (node.object.type !== 'Identifier' || node.object.name !== 'globalThis') return
        const member = memberName(node)
        if (member !== undefined && member in globals) report(node, `globalThis.${member}`)
      },
      ImportSpecifier: (node) => {
        if (node.parent.type !== 'ImportDeclaration' || node.parent.importKind === 'type') return
        const names = modules[node.parent.source.value.replace(/^node:/, '')]
        const imported = node.imported.type === 'Identifier' ? node.imported.name : node.imported.value
        if (names === 'any' || names?.includes(imported) === true) report(node, imported)
      },
    }
  },
})

function memberName(node: TSESTree.MemberExpression): string | undefined {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined
  return node.property.type === 'Literal' ? String(node.property.value) : undefined
}
