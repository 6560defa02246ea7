/** What the pages about cases ask the hub. Never throws: no answer is an answer too. */
import { z } from 'zod'
import { caseContact, photo } from '#shared/conduct/cases.ts'
import type { CaseContact, Photo } from '#shared/conduct/cases.ts'
import { caseList, caseView } from '#shared/protocol/cases.ts'
import type { CaseList, CaseView } from '#shared/protocol/cases.ts'
import { asking } from '../reports/ask.ts'
import type { Answer } from '../reports/ask.ts'

export interface CaseRest {
  list(state: 'open' | 'closed'): Promise<Answer<CaseList>>
  one(id: string): Promise<Answer<CaseView>>
  /** Whom to answer, whole; the reason is kept. */
  contact(id: string, reason: string): Promise<Answer<CaseContact>>
  sendPhoto(bytes: Blob): Promise<Answer<Photo>>
  photo(id: string, sha256: string): Promise<Answer<Blob>>
}

/** The way to ask, for this session's token. */
export function caseRest(token: string): CaseRest {
  const { ask, send } = asking(token)
  const within = (id: string): string => `/cases/${encodeURIComponent(id)}`
  return {
    list: async (state) => ask('GET', `/cases?state=${state}`, caseList),
    one: async (id) =>
      ask(
        'GET',
        within(id),
        z.object({ case: caseView }).transform((a) => a.case),
      ),
    contact: async (id, reason) =>
      ask(
        'POST',
        `${within(id)}/contact`,
        z.object({ contact: caseContact }).transform((a) => a.contact),
        { reason },
      ),
    sendPhoto: async (bytes) =>
      ask(
        'POST',
        '/photos',
        z.object({ photo }).transform((a) => a.photo),
        bytes,
      ),
    photo: async (id, sha256) => {
      const sent = await send('GET', `${within(id)}/photos/${sha256}`)
      return sent.ok ? { ok: true, value: await sent.value.blob() } : sent
    },
  }
}
