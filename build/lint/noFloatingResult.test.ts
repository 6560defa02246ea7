import { testRule } from './testRule.ts'

const decide = `declare function decide(): { ok: true; value: number } | { ok: false; refusal: string }
declare function send(): Promise<{ ok: true } | { ok: false; refusal: string }>
declare function note(): void
declare function ping(): { ok: boolean }
`

testRule('no-floating-result', {
  good: [
    'const decided = decide()',
    'function f() { return decide() }',
    'async function f() { return await send() }',
    'note()',
    'ping()',
    'if (!decide().ok) note()',
  ].map((code) => decide + code),
  bad: [
    ['decide()', 'floating'],
    ['async function f() { await send() }', 'floating'],
    ['void send()', 'floating'],
    ['const hall = { decide } as { decide?: typeof decide }; hall.decide?.()', 'floating'],
  ].map(([code = '', id = '']) => [decide + code, id] as const),
})
