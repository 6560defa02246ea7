import { expect, it } from 'vitest'
import { locales } from '../catalogue/catalogue.ts'
import { hallTimeText, waitText } from './common.ts'
import { directionOf, languageTag, textOf } from './direction.ts'

it('shows a name in the wanted language, else in Chinese and marked as such', () => {
  const name = { zh: '身份证', ug: 'كىملىك', en: '' }
  expect(textOf(name, 'ug')).toEqual({
    text: 'كىملىك',
    locale: 'ug',
    lang: 'ug',
    dir: 'rtl',
    fallback: false,
  })
  expect(textOf(name, 'en')).toEqual({
    text: '身份证',
    locale: 'zh',
    lang: 'zh-CN',
    dir: 'ltr',
    fallback: true,
  })
  expect(textOf(name, 'mn').fallback).toBe(true)
})

it('knows how each language runs, and its tag', () => {
  expect(locales.map(directionOf)).toEqual(['ltr', 'ltr', 'rtl', 'rtl', 'vertical'])
  expect(locales.map(languageTag)).toEqual(['zh-CN', 'en', 'ug', 'kk-Arab', 'mn-Mong'])
})

it('rounds a wait outwards to whole minutes', () => {
  expect(waitText('zh', 610, 1490)).toBe('10–25 分钟')
  expect(waitText('zh', 20, 200)).toBe('不到 4 分钟')
  expect(waitText('en', 60, 60)).toBe('1 minute')
})

it('reads an ISO time by its own offset, and nothing else', () => {
  expect(hallTimeText('zh', '2026-01-05T09:05:00+08:00')).toBe('1 月 5 日 09:05')
  expect(hallTimeText('zh', 'soon')).toBeUndefined()
})
