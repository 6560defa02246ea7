/** What an unpaired station serves: one page that takes the code, and nothing else. */
import fastifyHelmet from '@fastify/helmet'
import Fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { counterId, stationId } from '#shared/ids/ids.ts'
import { patient } from '../hub/patience.ts'
import { safeHeaders } from '../hub/screens.ts'
import { NotTheCertificate, hallCalls } from '../tls/hallCalls.ts'
import { checkNumberOf, codeDigits, secureCodeDigits } from '../tls/checkNumber.ts'
import type { Identity } from './identity.ts'

export interface PairingServerParts {
  readonly hubs: readonly string[]
  readonly mode: Identity['mode']
  /** It was paired before, and that was taken back. */
  readonly takenBack?: boolean | undefined
  /** Told once, with the identity the hub gave. */
  readonly paired: (identity: Identity) => void
}

const given = z.object({
  stationId,
  mode: z.enum(['kiosk', 'console', 'display', 'pad']),
  counterId: counterId.optional(),
  token: z.string(),
})
type Tried = 'paired' | 'wrongCode' | 'wrongMode' | 'noHub' | 'wholeCode' | 'otherHub' | 'speaksTls'

/**
 * Uses a code at the first of the hubs that answers. To one that speaks TLS nothing is said before its certificate
 * is found to be the one the second part of the code stands for.
 */
export async function useCode({ hubs, mode, paired }: PairingServerParts, typed: string): Promise<Tried> {
  const [code, check] = [typed.slice(0, codeDigits), typed.slice(codeDigits)]
  let certificate: string | undefined
  const isKnown = async (fingerprint: string): Promise<boolean> => {
    certificate = fingerprint
    return (await checkNumberOf(fingerprint)) === check
  }
  const { fetch } = hallCalls({ isKnown, secureOnly: check !== '' })
  let end: Tried = 'noHub'
  for (const hub of hubs) {
    certificate = undefined
    const isSecure = hub.startsWith('https:')
    if (isSecure && check === '') return 'wholeCode'
    let response
    try {
      response = await fetch(`${hub}/api/v1/pairings/use`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code }),
        redirect: 'manual',
        signal: AbortSignal.timeout(5000),
      })
    } catch (error) {
      if (error instanceof NotTheCertificate) end = 'otherHub'
      else if (check !== '' && !isSecure) end = 'speaksTls'
      continue
    }
    if (response.status >= 500) continue
    if (response.status === 426) return 'speaksTls'
    if (!response.ok) return 'wrongCode'
    const identity = given.parse(await response.json())
    if (identity.mode !== mode) return 'wrongMode'
    paired({ ...identity, ...(certificate === undefined ? {} : { certificate }) })
    return 'paired'
  }
  return end
}

const said: Readonly<Record<Tried, string>> = {
  paired: '已配对，正在启动… Paired; starting…',
  wrongCode: '配对码不对或已过期，请在管理页重新取码。 The code is wrong or too old; ask for a new one.',
  wrongMode: '这个配对码是给另一种设备的。 This code is for another kind of station.',
  noHub: '连不上大厅主机，请检查网络。 The hub cannot be reached; check the network.',
  wholeCode:
    '大厅主机使用加密连接，请输入全部 20 位配对码。 The hub speaks TLS: enter all twenty digits of the code.',
  otherHub:
    '应答的主机不是发放此配对码的主机，什么也没有发出。请核对配对码；仍然如此请通知管理员。 ' +
    'Another computer answers than the one this code is from; nothing was told to it. Check the digits; if it stays so, call whoever runs the hall.',
  speaksTls:
    '大厅主机使用加密连接，请把本机的主机地址改为 https:// 开头。 The hub speaks TLS: give this station its address as https://.',
}

const saidTakenBack =
  '本机的配对已被撤销。需要继续使用，请重新取码。 The pairing of this computer was taken back; to go on, ask for a new code.'

/** Builds the server; `listen` it yourself. */
export async function buildPairingServer(parts: PairingServerParts): Promise<FastifyInstance> {
  const app = Fastify({ ...patient(), forceCloseConnections: true, bodyLimit: 4096 })
  await app.register(fastifyHelmet, safeHeaders)
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))))
    },
  )
  const form = z.object({ code: z.string().transform((c) => c.replace(/[\s·-]/g, '')) })
  app.get('/healthz', () => ({ status: 'notPaired', role: 'station' }))
  app.post('/pair', async (request, reply) => {
    const sent = form.safeParse(request.body)
    const tried =
      sent.success && [codeDigits, secureCodeDigits].includes(/^\d*$/.exec(sent.data.code)?.[0].length ?? 0)
        ? await useCode(parts, sent.data.code)
        : 'wrongCode'
    return reply
      .type('text/html; charset=utf-8')
      .send(page(said[tried], tried === 'paired' ? parts.mode : undefined))
  })
  app.get('/*', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(page(parts.takenBack === true ? saidTakenBack : '')),
  )
  return app
}

/** @param then the screen to go on to */
function page(message: string, then?: string): string {
  return `<!doctype html><html lang="zh"><meta charset="utf-8">
<meta name="viewport" content="width=device-width">${then === undefined ? '' : `<meta http-equiv="refresh" content="3;url=/${then}">`}
<title>配对 Pairing — 一号 Yihao</title>
<style>
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4f6f8; color: #16202b;
    font: 20px/1.5 'Noto Sans SC', 'Microsoft YaHei', system-ui, sans-serif; }
  main { width: min(36rem, 90vw); padding: 3rem; background: #fff; border-radius: 1rem; box-shadow: 0 2px 20px #0001; }
  h1 { margin: 0 0 .5rem; font-size: 1.8rem; }
  input { width: 100%; box-sizing: border-box; margin: 1rem 0; padding: 1rem; font-size: 1.7rem; letter-spacing: .15rem;
    text-align: center; border: 2px solid #5b6b7b; border-radius: .5rem; }
  button { width: 100%; padding: 1rem; font-size: 1.3rem; color: #fff; background: #0b5cad; border: 0; border-radius: .5rem; }
  p[role=status] { min-height: 1.5em; color: #8a1c1c; }
</style>
<main><h1>配对本机 <span lang="en">Pair this station</span></h1>
<p>请在管理页为本机取一个配对码，填在下面。<br><span lang="en">Ask the manager’s page for a code and enter all its digits here.</span></p>
<form method="post" action="/pair"><label>配对码 <span lang="en">Code</span>
<input name="code" inputmode="numeric" autocomplete="off" maxlength="30" required autofocus></label>
<button>配对 <span lang="en">Pair</span></button></form>
<p role="status">${message}</p></main></html>`
}
