/** What nobody should send, and what only those who run the hall do: changes to the hall while it works, and anything in any state. */
import type { Command } from '#shared/hall/commands.ts'
import { plainLayout } from '#shared/hall/kioskLayout.ts'
import type { HallState } from '#shared/hall/state.ts'
import {
  appointmentCode,
  counterId,
  factId,
  guideCallId,
  queueId,
  ticketNumber,
  visitId,
} from '#shared/ids/ids.ts'
import type { Chance } from './chance.ts'
import { book, issue, parkKinds, record, transfer, visitsIn } from './choices.ts'
import { makeSettings } from './world.ts'
import type { World } from './world.ts'

/** Changes to the hall itself while it runs, some of them impossible. */
export function changeHall(chance: Chance, world: World): Command {
  const { catalogue, staff, settings } = world
  switch (
    chance.weigh({
      settings: 4,
      zone: 1,
      nowhere: 1,
      unreadable: 1,
      catalogue: 4,
      fewer: 2,
      broken: 1,
      staff: 3,
      fewerStaff: 2,
      twice: 1,
      part: 4,
    })
  ) {
    // Somebody else may have set it meanwhile; the administrator has seen one of these.
    case 'part': {
      const [before, after] = chance.some([settings.targetWaitS, 700, 800, 900], 0.7)
      return {
        type: 'changeSetUp',
        changes: [
          {
            part: 'settings',
            key: 'targetWaitS',
            before: before ?? settings.targetWaitS,
            after: after ?? 600,
          },
        ],
      }
    }
    case 'settings':
      return {
        type: 'configureHall',
        settings: {
          ...makeSettings(chance),
          timeZone: settings.timeZone,
          rollOverHour: settings.rollOverHour,
        },
      }
    case 'zone':
      return {
        type: 'configureHall',
        settings: {
          ...settings,
          rollOverHour: chance.pick([2, 4, 6]),
          timeZone: chance.pick(['Asia/Shanghai', 'Europe/Berlin']),
        },
      }
    case 'nowhere':
      return { type: 'configureHall', settings: { ...settings, timeZone: 'Nowhere' } }
    case 'unreadable': {
      const colours = { brand: '#cccccc', onBrand: '#ffffff', paper: '#ffffff' }
      return {
        type: 'configureHall',
        settings: { ...settings, kioskLayout: { ...plainLayout, colours } },
      }
    }
    case 'catalogue':
      return { type: 'replaceCatalogue', catalogue }
    case 'fewer': {
      const gone = chance.pick(catalogue.queues).id
      const services = catalogue.services.filter((s) => s.queueId !== gone)
      const duties = new Set(services.map((s) => s.duty))
      return {
        type: 'replaceCatalogue',
        catalogue: {
          ...catalogue,
          queues: catalogue.queues.filter((q) => q.id !== gone),
          services,
          counters: catalogue.counters.map((c) => ({
            ...c,
            queueIds: c.queueIds.filter((q) => q !== gone),
            helpQueueIds: (c.helpQueueIds ?? []).filter((q) => q !== gone),
          })),
          packages: [],
          incompatibleDuties: catalogue.incompatibleDuties.filter((pair) =>
            pair.every((duty) => duties.has(duty)),
          ),
        },
      }
    }
    case 'broken':
      return { type: 'replaceCatalogue', catalogue: { ...catalogue, queues: [] } }
    case 'staff':
      return { type: 'replaceStaff', staff: [...staff] }
    case 'fewerStaff':
      return { type: 'replaceStaff', staff: staff.filter((s) => s.id !== chance.pick(staff).id) }
    case 'twice':
      return { type: 'replaceStaff', staff: [...staff, ...staff] }
  }
}

/** Anything at all, about anything, in any state. */
export function nonsense(chance: Chance, state: HallState, world: World, nowMs: number): Command {
  const all = visitsIn(state)
  const of = (chance.happens(0.06) ? undefined : chance.any(all))?.id ?? visitId.parse('nobody')
  const here = chance.happens(0.08) ? counterId.parse('c9') : chance.pick(world.consoles).counterId
  const one = state.visits.get(of)
  const some: readonly Command[] = [
    {
      type: 'openCounter',
      counterId: here,
      ...(chance.happens(0.2) ? { queueIds: [queueId.parse('Z')] } : {}),
    },
    { type: 'pauseCounter', counterId: here, reason: 'tea' },
    { type: 'resumeCounter', counterId: here },
    { type: 'closeCounter', counterId: here },
    { type: 'callNext', counterId: here },
    { type: 'call', counterId: here, visitId: of },
    { type: 'call', counterId: here },
    { type: 'recall', visitId: of },
    { type: 'start', visitId: of },
    one === undefined ? { type: 'finish', visitId: of } : record(chance, one, world),
    { type: 'addServices', visitId: of, add: [chance.pick(world.services)] },
    { type: 'finish', visitId: of },
    { type: 'markNoShow', visitId: of },
    { type: 'requeue', visitId: of },
    { type: 'park', visitId: of, kind: chance.pick(parkKinds) },
    { type: 'resume', visitId: of },
    one === undefined ? { type: 'start', visitId: of } : transfer(chance, state, one, world),
    { type: 'cancel', visitId: of, reason: 'whim' },
    issue(chance, world, chance.pick(['kiosk', 'desk', 'api'])),
    book(chance, world, nowMs),
    { type: 'cancelAppointment', code: appointmentCode.parse(`p${String(chance.below(9))}`) },
    { type: 'rollOver' },
    { type: 'callGuide' },
    {
      type: 'endGuideCall',
      guideCallId: chance.any([...state.guideCalls.keys()]) ?? guideCallId.parse('over'),
    },
    { type: 'callPaper', counterId: here, number: one?.number ?? ticketNumber.parse('A999') },
    { type: 'resolveConflict', factId: factId.parse('nothing'), how: 'dismiss' },
    changeHall(chance, world),
  ]
  return chance.pick(some)
}
