/** Loaded before everything else (`node --import`): breaks the rule named in the environment as its file is loaded. */
import { registerHooks } from 'node:module'
import { mutations } from './mutations.ts'

const mutation = mutations.find((m) => m.name === process.env['YIHAO_MUTATION'])

if (mutation !== undefined) {
  const target = new URL(`../../${mutation.file}`, import.meta.url).href
  registerHooks({
    load: (url, context, nextLoad) => {
      const loaded = nextLoad(url, context)
      if (url !== target) return loaded
      const source =
        typeof loaded.source === 'string'
          ? loaded.source
          : new TextDecoder().decode(loaded.source ?? undefined)
      const parts = source.split(mutation.from)
      if (parts.length !== 2)
        throw new Error(`${mutation.name}: its passage occurs ${parts.length - 1} times`)
      return { ...loaded, source: parts.join(mutation.to) }
    },
  })
}
