/** Goal: a quick guide loses no key and sends none twice. Method: the desk over a hall in memory that answers when told to. */
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { screenHall } from '#test/fixtures/screenHall.ts'
import type { Cable, ScreenHall } from '#test/fixtures/screenHall.ts'
import { settled } from '#test/fixtures/settled.ts'
import { serviceId, staffId, stationId } from '#shared/ids/ids.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { openHall } from '../stores/hall.ts'
import type { Hall } from '../stores/hall.ts'
import { provideGuide } from './useGuide.ts'
import type { GuidePage } from './useGuide.ts'

const me = { kind: 'staff', staffId: staffId.parse('staff-2001'), roles: ['guide'] } as const satisfies Actor

let hall: ScreenHall
let cable: Cable
let screen: Hall
let page: GuidePage
beforeEach(() => {
  vi.useFakeTimers()
  hall = screenHall()
  cable = hall.connect(me)
  screen = openHall(() => cable.linked, 'console', 'token')
  mount({
    setup() {
      page = provideGuide(screen, { token: 'token', staff: { id: me.staffId, name: '', roles: ['guide'] } })
      return () => null
    },
  })
})
afterEach(() => {
  screen.close()
  vi.useRealTimers()
})

describe('a quick guide', () => {
  it('may be ahead of the hub: what is pressed before an answer follows it, the same key once', async () => {
    hall.act(
      { type: 'callGuide', locale: 'ug' },
      { kind: 'station', stationId: stationId.parse('kiosk-1'), mode: 'kiosk' },
    )
    await settled()
    cable.slowAnswers = true
    page.press('help')
    page.press('help')
    page.press('helped')
    await settled()
    expect(page.calls.value.map((call) => call.takenBy)).toEqual([me.staffId])
    cable.answer()
    await settled()
    cable.answer()
    await settled()
    expect({ open: page.calls.value, notice: page.notice.value }).toEqual({ open: [], notice: undefined })
    expect(cable.sent.filter(({ type }) => type === 'command')).toHaveLength(2)
  })

  it('acts on the number just taken, picked by whoever asked for it once the answer was there', async () => {
    const services = hall.state.catalogue.services.slice(0, 1).map((s) => serviceId.parse(s.id))
    cable.slowAnswers = true
    const taken = page
      .send({ type: 'issueVisit', serviceIds: services, channel: 'desk' })
      .then((answer) => (page.pickedId.value = answer?.visitId))
    page.press('priority')
    cable.answer()
    await taken
    await settled()
    expect({ sheet: page.sheet.value, notice: page.notice.value }).toEqual({
      sheet: 'priority',
      notice: undefined,
    })
  })

  it('is told why a key does nothing', () => {
    page.press('cancel')
    expect(page.notice.value?.kind).toBe('refused')
  })
})
