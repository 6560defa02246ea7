/** What the pages about cases ask the hub. Never throws: no answer is an answer too. */
import { z } from 'zod'
import { caseContact, photo } from '#shared/conduct/cases.ts'
import type { CaseContact, Photo } from '#shared/conduct/cases.ts'
import { caseList, casesWaiting, caseView } from '#shared/protocol/cases.ts'
import type { CaseList, CaseView } from '#shared/protocol/cases.ts'
import { asking } from '../stores/asking.ts'
import type { Answer } from '../stores/asking.ts'

export interface CaseRest {
  list(state: 'open' | 'closed'): Promise<Answer<CaseList>>
  /** How many wait for this person to take the next step. */
  waiting(): Promise<Answer<number>>
  one(id: string): Promise<Answer<CaseView>>
  /** Whom to answer, whole; the reason is kept. */
  contact(id: string, reason: string): Promise<Answer<CaseContact>>
  /** Undefined for what is no photograph, or is not taken now. */
  sendPhoto(bytes: Blob): Promise<Photo | undefined>
  photo(id: string, sha256: string): Promise<Answer<Blob>>
}

/** The way to ask, for this session's token. */
export function caseRest(token: string): CaseRest {
  const { ask, send } = asking(token)
  const within = (id: string): string => `/cases/${encodeURIComponent(id)}`
  return {
    list: async (state) => ask('GET', `/cases?state=${state}`, caseList),
    waiting: async () =>
      ask(
        'GET',
        '/cases/waiting',
        casesWaiting.transform((a) => a.waiting),
      ),
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
    async sendPhoto(bytes) {
      const answer = await ask('POST', '/photos', z.object({ photo }), bytes)
      return answer.ok ? answer.value.photo : undefined
    },
    photo: async (id, sha256) => {
      const sent = await send('GET', `${within(id)}/photos/${sha256}`)
      return sent.ok ? { ok: true, value: await sent.value.blob() } : sent
    },
  }
}
