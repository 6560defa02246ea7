/** Goal: whoever cannot sign in learns why, and is not told of a wrong PIN at a computer that was unpaired. Method: the page over answers given by hand. */
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import SignIn from './SignIn.vue'

const reload = vi.fn()
/** What the computer that served the page answers, by path. */
let answers: Readonly<Record<string, { readonly status: number; readonly body: object }>>
beforeEach(() => {
  reload.mockReset()
  vi.stubGlobal('location', { ...location, reload })
  vi.stubGlobal('fetch', (path: string) => {
    const { status, body } = answers[path] ?? { status: 404, body: {} }
    return Promise.resolve(new Response(JSON.stringify(body), { status }))
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

async function said(): Promise<string> {
  const page = mount(SignIn, { props: { expired: false } })
  const [staffNo, pin] = page.findAll('input')
  await staffNo?.setValue('1001')
  await pin?.setValue('2580')
  await page.find('form').trigger('submit')
  await vi.waitFor(() => {
    expect(page.find('[role="alert"]').text()).not.toBe('')
  })
  return page.find('[role="alert"]').text()
}

describe('signing in', () => {
  it('goes to the pairing page where the computer is unpaired', async () => {
    answers = { '/healthz': { status: 200, body: { status: 'notPaired', role: 'station' } } }
    await said()
    expect(reload).toHaveBeenCalledTimes(1)
  })

  it('stays where the hall is there and the PIN is wrong, or one is locked out', async () => {
    const health = { status: 200, body: { status: 'ok', role: 'hub' } }
    answers = { '/healthz': health, '/api/v1/sessions': { status: 401, body: {} } }
    const wrong = await said()
    answers = { '/healthz': health, '/api/v1/sessions': { status: 429, body: { retryAfter: 30 } } }
    const locked = await said()
    expect(wrong).not.toBe(locked)
    expect(reload).not.toHaveBeenCalled()
  })
})
