/** One word per concept in names we declare; and no class named after nothing. */
import { AST_NODE_TYPES } from '@typescript-eslint/utils'
import type { TSESTree } from '@typescript-eslint/utils'
import { rule } from './rule.ts'
import { bannedIn, emptyEndings } from './words.ts'

export const houseWords = rule({
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      banned: '“{{name}}”: we say {{say}}.',
      empty: '“{{name}}” says nothing: name the class after what it is, not “{{ending}}”.',
    },
  },
  defaultOptions: [],
  create(context) {
    function check(node: TSESTree.Node | null): void {
      if (node?.type !== AST_NODE_TYPES.Identifier) return
      const banned = bannedIn(node.name, false)
      if (banned) context.report({ node, messageId: 'banned', data: { name: node.name, say: banned.say } })
    }
    function checkPattern(node: TSESTree.Node): void {
      if (node.type === AST_NODE_TYPES.AssignmentPattern) checkPattern(node.left)
      else if (node.type === AST_NODE_TYPES.RestElement) checkPattern(node.argument)
      else if (node.type === AST_NODE_TYPES.ArrayPattern) {
        for (const element of node.elements) if (element) checkPattern(element)
      } else if (node.type === AST_NODE_TYPES.ObjectPattern) {
        // `{ window }` takes a name somebody else gave; only a name of our own is ours to choose.
        for (const property of node.properties) {
          if (property.type === AST_NODE_TYPES.RestElement) checkPattern(property.argument)
          else if (!property.shorthand) checkPattern(property.value)
        }
      } else check(node)
    }
    function checkParams(node: { readonly params: readonly TSESTree.Node[] }): void {
      for (const param of node.params) checkPattern(param)
    }
    function checkClass(node: TSESTree.ClassDeclaration | TSESTree.ClassExpression): void {
      check(node.id)
      const name = node.id?.name ?? ''
      const ending = emptyEndings.find((known) => name.endsWith(known))
      if (node.id && ending !== undefined) {
        context.report({ node: node.id, messageId: 'empty', data: { name, ending } })
      }
    }
    return {
      VariableDeclarator: (node) => {
        checkPattern(node.id)
      },
      FunctionDeclaration: (node) => {
        check(node.id)
        checkParams(node)
      },
      FunctionExpression: checkParams,
      ArrowFunctionExpression: checkParams,
      ClassDeclaration: checkClass,
      ClassExpression: checkClass,
      TSTypeAliasDeclaration: (node) => {
        check(node.id)
      },
      TSInterfaceDeclaration: (node) => {
        check(node.id)
      },
      TSPropertySignature: (node) => {
        check(node.key)
      },
      PropertyDefinition: (node) => {
        check(node.key)
      },
      MethodDefinition: (node) => {
        check(node.key)
      },
    }
  },
})
