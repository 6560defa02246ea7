/** Goal: the shell's own scheme gives its page's files and never another of the disk. */
import { expect, it } from 'vitest'
import { shellFile, shellPageHeaders } from './shellPages.ts'

it.each([
  ['yihao://shell/', '/screens/renderer/shell/index.html'],
  ['yihao://shell', '/screens/renderer/shell/index.html'],
  ['yihao://shell/?lang=en', '/screens/renderer/shell/index.html'],
  ['yihao://shell/assets/shell-B2x_9.js', '/screens/assets/shell-B2x_9.js'],
  ['yihao://shell/assets/noto-sc-4-wght.woff2', '/screens/assets/noto-sc-4-wght.woff2'],
])('%s is %s', (address, path) => {
  expect(shellFile(address, '/screens')?.path.replaceAll('\\', '/')).toBe(path)
})

it.each([
  'yihao://shell/../../etc/passwd',
  'yihao://shell/assets/../../main/cli.js',
  'yihao://shell/assets/..%2f..%2fmain%2fcli.js',
  'yihao://shell/assets/.env.js',
  'yihao://shell/assets/a/b.js',
  'yihao://shell/assets/passwd',
  'yihao://shell/assets/x.node',
  'yihao://shell/renderer/index.html',
  'yihao://other/',
  'yihao://shell.example.com/',
  'http://shell/',
  'file:///etc/passwd',
  'shell',
])('%s is none', (address) => {
  expect(shellFile(address, '/screens')).toBeUndefined()
})

it('lets the page run its own scripts and send nothing anywhere', () => {
  const policy = shellPageHeaders['content-security-policy']
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
  expect(policy).not.toContain('connect-src')
})
