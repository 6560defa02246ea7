import { testRule } from './testRule.ts'

testRule('no-wall-clock', {
  good: [
    'const at = new Date(atMs)',
    'declare const atMs: number; Date.parse("2026-01-01"); Date.UTC(2026, 1)',
    'function f(now: () => number, random: () => number) { return now() + random() }',
    'Math.max(1, 2)',
    'function f(setTimeout: (after: () => void) => void) { setTimeout(() => {}) }',
    'let at: Date; let timer: typeof setTimeout',
    'import { createHmac } from "node:crypto"',
    'import type { randomUUID } from "node:crypto"',
  ].map((code) =>
    code.replace('const at = new Date(atMs)', 'declare const atMs: number; const at = new Date(atMs)'),
  ),
  bad: [
    ['Date.now()', 'ambient'],
    ['const now = Date.now', 'ambient'],
    ['Date["now"]()', 'ambient'],
    ['new Date()', 'ambient'],
    ['Date()', 'ambient'],
    ['performance.now()', 'ambient'],
    ['Math.random()', 'ambient'],
    ['crypto.randomUUID()', 'ambient'],
    ['setTimeout(() => {}, 5)', 'ambient'],
    ['const timers = { setInterval }', 'ambient'],
    ['globalThis.setTimeout(() => {}, 5)', 'ambient'],
    ['process.hrtime.bigint()', 'ambient'],
    ['import { randomUUID } from "node:crypto"', 'ambient'],
    ['import { setTimeout as wait } from "timers/promises"', 'ambient'],
    ['import { performance as p } from "node:perf_hooks"', 'ambient'],
  ],
})
