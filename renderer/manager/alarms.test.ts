/** Goal: each alarm comes with its cause and goes with it. Method: the demo hall in memory, its time moved by hand. */
import { Map } from 'immutable'
import { describe, expect, it } from 'vitest'
import { screenHall, teller } from '#test/fixtures/screenHall.ts'
import type { ScreenHall } from '#test/fixtures/screenHall.ts'
import type { AlarmLimits } from '#shared/hall/alarmLimits.ts'
import { counterId, staffId, stationId } from '#shared/ids/ids.ts'
import { alarmKey, alarmsOf } from './alarms.ts'
import type { Alarm } from './alarms.ts'
import { counterRows, lastEnds, queueRows } from './figures.ts'
import type { StationRow } from '#shared/protocol/stationAnswers.ts'

const limits: AlarmLimits = { waitingMost: 2, longestMinutes: 10, pausedMinutes: 5, required: true }
const station: StationRow = {
  id: stationId.parse('kiosk-2'),
  mode: 'kiosk',
  paired: true,
  connected: true,
  own: false,
  since: '2026-03-02T09:00:00+08:00',
}

function alarms(hall: ScreenHall, chosen = limits, stations: readonly StationRow[] = []): readonly Alarm[] {
  const { state, nowMs } = hall
  return alarmsOf(
    {
      state,
      nowMs,
      stations,
      counters: counterRows(state, lastEnds(state), nowMs),
      queues: queueRows(state, Map(), nowMs),
    },
    chosen,
  )
}
const kinds = (found: readonly Alarm[]): string[] => found.map(({ type }) => type)

function issue(hall: ScreenHall, letter: string, times = 1): void {
  const queue = hall.state.catalogue.queues.find((q) => q.letter === letter)
  const service = hall.state.catalogue.services.find((s) => s.queueId === queue?.id)
  if (service === undefined) throw new Error(`no service in ${letter}`)
  for (let i = 0; i < times; i += 1)
    hall.act({ type: 'issueVisit', serviceIds: [service.id], channel: 'desk' })
}

function open(hall: ScreenHall, counter: number): void {
  hall.act(
    { type: 'openCounter', counterId: counterId.parse(`counter-${String(counter)}`) },
    teller(`10${String(counter).padStart(2, '0')}`),
  )
}

describe('alarms of the hall', () => {
  it('say that a required counter is unstaffed until somebody is there, or nobody asked', () => {
    const hall = screenHall()
    expect(kinds(alarms(hall))).toEqual(['unstaffed'])
    expect(alarms(hall, { ...limits, required: false })).toEqual([])
    open(hall, 1)
    expect(alarms(hall)).toEqual([])
  })

  it('say that nobody serves a queue only while somebody waits in it', () => {
    const hall = screenHall()
    issue(hall, 'B')
    expect(alarms(hall)[0]).toMatchObject({ type: 'unserved', queue: { letter: 'B' }, waiting: 1 })
    open(hall, 6)
    expect(kinds(alarms(hall))).toEqual(['unstaffed'])
  })

  it('come past a limit, not at it', () => {
    const hall = screenHall()
    open(hall, 1)
    issue(hall, 'A', 2)
    hall.nowMs += 10 * 60_000
    expect(alarms(hall)).toEqual([])
    hall.nowMs += 1
    expect(alarms(hall)).toMatchObject([{ type: 'longest', number: 'A001', limitMinutes: 10 }])
    issue(hall, 'A')
    expect(kinds(alarms(hall))).toEqual(['longest', 'waiting'])
  })

  it('say that a pause is long', () => {
    const hall = screenHall()
    open(hall, 1)
    const counter = counterId.parse('counter-1')
    hall.act({ type: 'pauseCounter', counterId: counter, reason: 'tea' }, teller('1001'))
    expect(alarms(hall)).toEqual([])
    hall.nowMs += 6 * 60_000
    expect(alarms(hall)).toMatchObject([{ type: 'paused', pausedMs: 6 * 60_000 }])
    hall.act({ type: 'resumeCounter', counterId: counter }, teller('1001'))
    expect(alarms(hall)).toEqual([])
  })
})

describe('alarms of the stations', () => {
  it('are paper that ends and a paired station that went away', () => {
    const hall = screenHall()
    const off = { ...limits, required: false }
    const gone = { ...station, connected: false }
    const { since: _since, ...neverCame } = gone
    const paperOut = { ...station, paper: { configured: true, status: 'paperOut' } } as const
    expect(alarms(hall, off, [station, neverCame, { ...gone, paired: false }])).toEqual([])
    expect(kinds(alarms(hall, off, [gone]))).toEqual(['stationGone'])
    expect(kinds(alarms(hall, off, [paperOut]))).toEqual(['paper'])
    for (const status of ['nearEnd', 'paperLow'] as const) {
      const ending = { ...station, paper: { configured: true, status } }
      expect(alarms(hall, off, [ending])).toMatchObject([{ type: 'paper', status }])
    }
    expect(alarms(hall, off, [{ ...station, paper: { configured: false, status: 'unknown' } }])).toEqual([])
  })

  it('are a reader that is silent, by its name', () => {
    const hall = screenHall()
    const silent = { ...station, readers: { card: 'silent', codes: 'ready' } } as const
    expect(alarms(hall, { ...limits, required: false }, [silent])).toMatchObject([
      { type: 'reader', reader: 'card', state: 'silent' },
    ])
  })

  it('are a call for a guide until one is on the way', () => {
    const hall = screenHall()
    const off = { ...limits, required: false }
    hall.act({ type: 'callGuide' }, { kind: 'station', stationId: station.id, mode: 'kiosk' })
    hall.nowMs += 90_000
    const [alarm] = alarms(hall, off)
    expect(alarm).toMatchObject({ type: 'guide', waitedMs: 90_000 })
    const [guideCallId] = hall.state.guideCalls.keys()
    if (guideCallId === undefined) throw new Error('nobody was called')
    hall.act(
      { type: 'takeGuideCall', guideCallId },
      { kind: 'staff', staffId: staffId.parse('staff-2001'), roles: ['guide'] },
    )
    expect(alarms(hall, off)).toEqual([])
  })

  it('each have a name of their own', () => {
    const hall = screenHall()
    issue(hall, 'A', 3)
    hall.nowMs += 11 * 60_000
    const found = alarms(hall, limits, [{ ...station, connected: false }])
    expect(kinds(found)).toEqual(['unserved', 'unstaffed', 'longest', 'stationGone'])
    expect(new Set(found.map(alarmKey)).size).toBe(found.length)
  })
})
