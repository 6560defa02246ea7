/**
 * Goal: what a reviewer would have to say again and again is said by a test, with what to do instead.
 * Method: every text file of the repository, read as text.
 */
import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bannedIn } from '#build/lint/words.ts'
import { longTests } from '#build/longTests.ts'
import { isSource, isSpec, textFiles } from './files.ts'

const root = join(import.meta.dirname, '..', '..')
const files = textFiles()
const sources = files.filter(isSource)

/** Files that must name what they ban. */
const namesTheBanned = (path: string): boolean =>
  path.startsWith('test/tidy/') || path.startsWith('build/lint/')

/** `file:line  what` for each line of the files that matches. */
function linesMatching(among: typeof files, pattern: RegExp, instead: string): string[] {
  return among
    .filter(({ path }) => !namesTheBanned(path) && path !== 'build/eslint.config.test.ts')
    .flatMap(({ path, content }) =>
      content
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}  ${instead}`] : [])),
    )
}

describe('leftovers', () => {
  it.each([
    [/\b(TODO|FIXME|XXX|HACK)\b/, 'do it, or open an issue'],
    [/\b(describe|it|test)\.only\b/, 'run every test: drop .only'],
    [/\b(describe|it|test)(\.skip|\.todo)\b(?!If)/, 'make it pass or delete it; skipIf states a condition'],
    [/@ts-(ignore|nocheck)\b/, 'fix the type, or @ts-expect-error with a reason'],
    [/eslint-disable(?!.* -- )/, 'fix the finding, or add “ -- reason”'],
    [/\bdebugger\b/, 'delete it'],
    [/^(<<<<<<<|>>>>>>>) /, 'finish the merge'],
  ])('%s: %s', (pattern, instead) => {
    expect(linesMatching(sources, pattern, instead)).toEqual([])
  })
})

describe('the order of test files', () => {
  it('names only files that are there', () => {
    const there = new Set(files.map(({ path }) => path))
    expect(longTests.filter((path) => !there.has(path))).toEqual([])
  })
})

describe('one word per concept', () => {
  it('in names of files and folders', () => {
    const found = files.flatMap(({ path }) =>
      path.split('/').flatMap((name) => {
        const banned = bannedIn(name, true)
        return banned ? [`${path}: say ${banned.say}`] : []
      }),
    )
    expect(found).toEqual([])
  })

  it('in comments and pages', () => {
    const found = files
      .filter(({ path }) => /\.(ts|vue|js|mjs|md)$/.test(path) && !namesTheBanned(path))
      .flatMap(({ path, content }) =>
        prose(path, content).flatMap((sentence) => {
          const banned = bannedIn(sentence, true)
          return banned ? [`${path}: “${banned.phrase}”, say ${banned.say}`] : []
        }),
      )
    expect(found).toEqual([])
  })

  it('finds what it is meant to find', () => {
    expect(bannedIn('the clerk calls', true)?.say).toBe('teller')
    expect(bannedIn('ticketWindow', false)?.say).toBe('counter')
    expect(bannedIn('the user agent', true)).toBeUndefined()
    expect(bannedIn('a supported version window', true)).toBeUndefined()
  })
})

/** The sentences meant for people: a page's paragraphs, a source's comments. */
function prose(path: string, content: string): string[] {
  if (path.endsWith('.md')) return content.split(/\n\n+/)
  return content.match(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/ .*$|<!--[\s\S]*?-->/gm) ?? []
}

describe('where things are', () => {
  it('has few files at the root', () => {
    const allowed = [
      '.ci .gitignore .npmrc BENCHMARKS.md LICENSE README.md README.zh-CN.md electron.vite.config.ts package-lock.json package.json tsconfig.json',
      'build kiosk main renderer resources shared test',
    ].flatMap((names) => names.split(' '))
    const notOurs = ['.git', 'node_modules', 'out', 'data', 'coverage']
    const found = readdirSync(root).filter((name) => !allowed.includes(name) && !notOurs.includes(name))
    expect(found, 'each belongs in one of the folders').toEqual([])
  })

  it('has specs named *.test.ts beside the file they are about', () => {
    const paths = new Set(files.map(({ path }) => path))
    const found = [...paths].filter((path) => {
      if (/(\.spec\.|__tests__|\.test\.(js|tsx|mjs)$)/.test(path)) return true
      if (!isSpec(path) || path.startsWith('test/')) return false
      // `visit.offline.test.ts` is about `visit.ts`, and may be about `visit.offline.ts`; `hall.property.test.ts`
      // beside the files of `hall/` is about all of them.
      let about = path.slice(0, -'.test.ts'.length)
      for (;;) {
        if (basename(about) === basename(dirname(path))) return false
        if (['.ts', '.vue', '.js', '.mjs'].some((ending) => paths.has(about + ending))) return false
        const dot = about.lastIndexOf('.')
        if (dot <= about.lastIndexOf('/')) return true
        about = about.slice(0, dot)
      }
    })
    expect(
      found,
      'a spec is named after the file beside it, or its folder; what crosses folders goes to test/',
    ).toEqual([])
  })

  it('keeps a file to one idea: at most 400 lines', () => {
    const tooLong = sources
      .map(({ path, content }) => ({ path, lines: content.split('\n').length }))
      .filter(({ lines }) => lines > 400)
      .map(({ path, lines }) => `${path}: ${lines} lines, split it by idea`)
    expect(tooLong).toEqual([])
  })

  it('says nothing about the machine it was written on', () => {
    const homes = /(?<![\w.])(\/home\/\w|\/Users\/\w|\/root\/|\/work\/|[A-Z]:\\+Users\b)/
    expect(linesMatching(files, homes, 'a path of one machine: make it relative')).toEqual([])
    const here = files.filter(({ content }) => content.includes(root)).map(({ path }) => path)
    expect(here, 'the path of this checkout').toEqual([])
  })
})
