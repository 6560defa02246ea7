/**
 * Goal: people find a service by whatever part of it they know, the best find first and always in the same order.
 * Method: a handful of services with known answers; random queries against the plain substring search.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { service } from './catalogue.ts'
import { buildSearchIndex, searchServices } from './search.ts'

const services = [
  ['GA-1001', '居民身份证申领、换领', { en: 'Identity card: first issue', ug: 'ئاھالە كىملىكى' }],
  ['RS-2001', '社会保障卡申领', { en: 'Social security card' }],
  ['YH-1', '重庆银行开户许可', { mn: 'ᠪᠠᠩᠬᠢ' }],
  ['GA-1010', '身份证', {}],
  ['JT-7', 'ETC绿卡办理（小型车）', { en: 'Café permit' }],
  ['511A0138600000-511602000000-000', '教师资格认定', {}],
].map(([code, zh, names], i) =>
  service.parse({ id: `s${i}`, code, name: { zh, ...Object(names) }, departmentId: 'd', queueId: 'q' }),
)
const index = buildSearchIndex(services)
const find = (query: string) => searchServices(index, query).map((f) => `${f.by} ${f.service.code}`)

describe('a search', () => {
  it.each([
    ['身份证', ['name GA-1010', 'name GA-1001']],
    ['shbzk', ['initials RS-2001']],
    ['sfz', ['initials GA-1010', 'initials GA-1001']],
    ['SFZ', ['initials GA-1010', 'initials GA-1001']],
    ['shenfenzheng', ['pinyin GA-1010', 'pinyin GA-1001']],
    ['jiaoshizg', ['pinyin 511A0138600000-511602000000-000']],
    ['jiaosh', ['pinyin 511A0138600000-511602000000-000']],
    ['cqyh', ['initials YH-1']],
    ['zhongqing', ['pinyin YH-1']],
    ['lvka', ['pinyin JT-7']],
    ['etcl', ['initials JT-7']],
    ['ga-1001', ['code GA-1001']],
    ['GA1001', ['code GA-1001']],
    ['ＧＡ１００１', ['code GA-1001']],
    ['511A0138600000', ['code 511A0138600000-511602000000-000']],
    ['86000', ['code 511A0138600000-511602000000-000']],
    ['申领换领', ['name GA-1001']],
    ['security CARD', ['name RS-2001']],
    ['cafe', ['name JT-7']],
    ['كىملىكى', ['name GA-1001']],
    ['ᠪᠠᠩᠬᠢ', ['name YH-1']],
    ['身份 换领', ['name GA-1001']],
    ['sfz 换', ['initials GA-1001']],
    ['qqqq', []],
    ['身份证 qqqq', []],
    ['  ', []],
    ['、', []],
  ])('for %j finds %j', (query, expected) => {
    expect(find(query)).toEqual(expected)
  })

  it('puts a whole code before everything, and a beginning before a middle', () => {
    expect(find('yh')[0]).toBe('code YH-1')
    const same = buildSearchIndex(
      ['新办证', '办证', '办证新'].map((zh, i) =>
        service.parse({ id: `t${i}`, code: `T${i}`, name: { zh }, departmentId: 'd', queueId: 'q' }),
      ),
    )
    expect(searchServices(same, '办证').map((f) => f.service.name.zh)).toEqual(['办证', '办证新', '新办证'])
    expect(searchServices(same, 'bz', 2)).toHaveLength(2)
  })

  it('finds every service by any part of its name, and never breaks on what is typed', () => {
    const part = fc.constantFrom(...services).chain((s) => {
      const zh = [...s.name.zh].filter((c) => /[\p{L}\p{N}]/u.test(c))
      return fc
        .tuple(fc.nat(zh.length - 1), fc.integer({ min: 1, max: zh.length }))
        .map(([at, n]) => ({ code: s.code, query: zh.slice(at, at + n).join('') }))
    })
    fc.assert(
      fc.property(part, ({ code, query }) => {
        expect(searchServices(index, query).map((f) => f.service.code)).toContain(code)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (query) => {
        expect(searchServices(index, query)).toEqual(searchServices(index, query))
      }),
    )
  })
})
