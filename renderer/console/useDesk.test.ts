/** Goal: a quick hand loses no key and sends none twice. Method: the page over a hall in memory that answers when told to. */
import { mount } from '@vue/test-utils'
import { defineComponent, h } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { screenHall, teller } from '#test/fixtures/screenHall.ts'
import type { Cable, ScreenHall } from '#test/fixtures/screenHall.ts'
import { settled } from '#test/fixtures/settled.ts'
import { counterId, serviceId } from '#shared/ids/ids.ts'
import { openHall } from '../stores/hall.ts'
import type { Hall } from '../stores/hall.ts'
import { provideDesk } from './useDesk.ts'
import type { DeskPage } from './useDesk.ts'
import { useSheet } from './sheets/useSheet.ts'
import type { OpenSheet } from './sheets/useSheet.ts'

const me = teller('1001')
const counter = counterId.parse('counter-1')

let hall: ScreenHall
let cable: Cable
let screen: Hall
let page: DeskPage
/** Of the sheet to transfer with, whenever it is open. */
let transferring: OpenSheet
const Transfer = defineComponent({
  setup() {
    transferring = useSheet()
    return () => null
  },
})
beforeEach(() => {
  vi.useFakeTimers()
  hall = screenHall()
  hall.act({ type: 'openCounter', counterId: counter }, me)
  const services = hall.state.catalogue.services.slice(0, 1).map((s) => serviceId.parse(s.id))
  for (let i = 0; i < 3; i += 1) hall.act({ type: 'issueVisit', serviceIds: services, channel: 'desk' })
  cable = hall.connect(me)
  screen = openHall(() => cable.linked, 'console', 'token')
  mount({
    setup() {
      page = provideDesk(screen, { token: 'token', staff: { id: me.staffId, name: '', roles: ['teller'] } })
      return () => (page.sheet.value === 'transfer' ? h(Transfer) : null)
    },
  })
})
afterEach(() => {
  screen.close()
  vi.useRealTimers()
})

const happened = (): string[] =>
  hall.log.map(({ event }) => event.type).filter((type) => type.startsWith('visit') && type !== 'visitIssued')

describe('a quick hand', () => {
  it('counts the same key once', async () => {
    page.press('next')
    page.press('next')
    page.press('next')
    await settled()
    expect(happened()).toEqual(['visitCalled'])
  })

  it('may be one verb ahead of the hub', async () => {
    page.press('next')
    page.press('start')
    await settled()
    expect(happened()).toEqual(['visitCalled', 'visitStarted'])
  })

  it('may be several verbs ahead of it, and loses none of them', async () => {
    page.press('next')
    page.press('start')
    page.press('finish')
    page.press('finish')
    page.press('next')
    await settled()
    expect({ happened: happened(), notice: page.notice.value }).toEqual({
      happened: ['visitCalled', 'visitStarted', 'visitFinished', 'visitCalled'],
      notice: undefined,
    })
  })

  it('does nothing of what followed a verb that is refused, and nothing behind an open sheet', async () => {
    page.press('next')
    page.press('papersKept')
    page.press('start')
    await settled()
    expect(happened()).toEqual(['visitCalled'])
    page.press('recall')
    page.press('pause')
    page.press('start')
    await settled()
    expect(page.sheet.value).toBe('pause')
    expect(happened()).not.toContain('visitStarted')
  })

  it('sends nothing that was pressed before a lost link once the link is back', async () => {
    cable.mute = true
    page.press('next')
    page.press('start')
    cable.mute = false
    cable.cut()
    await settled()
    page.press('start')
    cable.mend()
    await settled()
    expect(happened()).toEqual(['visitCalled'])
  })

  it('is told why a key does nothing', async () => {
    page.press('start')
    await settled()
    expect(page.notice.value).toEqual({ text: '窗口现在没有号', kind: 'refused' })
  })

  it('keeps the sheet it opened, when the one before went with its number before its answer came', async () => {
    page.press('next')
    page.press('start')
    page.press('transfer')
    await settled()
    const visit = page.desk.value?.visit ?? expect.fail('no visit')
    cable.slowAnswers = true
    const sent = transferring.send({
      type: 'transfer',
      visitId: visit.id,
      to: { kind: 'queue', queueId: visit.queueId },
      position: 'last',
    })
    await settled()
    expect({ sheet: page.sheet.value, visit: page.desk.value?.visit }).toEqual({
      sheet: undefined,
      visit: undefined,
    })
    page.press('keys')
    cable.answer()
    await sent
    await settled()
    expect(page.sheet.value).toBe('keys')
  })
})
