/** The kiosk's flow: a state and an action give the next state. Pure; it never asks what time it is. */
import type { CommandId } from '#shared/ids/ids.ts'
import type { FoundVisit, KioskRead } from '#shared/protocol/messages.ts'
import type { Action } from './actions.ts'
import { freshFlow, isEmpty, isFresh, mostServices, mostTyped } from './flow.ts'
import type { Flow, IdleTimes, Screen } from './flow.ts'
import { basketWith, basketWithout, toggled } from './basket.ts'

/** The next state. Every action but a tick is a sign of life. */
export function reduce(flow: Flow, action: Action, times: IdleTimes): Flow {
  if (action.type === 'tick') return tick(flow, action, times)
  // While the question is open a touch that answers nothing only gives more time to answer it.
  if (action.type === 'touch' && flow.wipeInMs !== undefined) return { ...flow, wipeInMs: times.wipeAfterMs }
  const next = act(flow.misread === undefined ? flow : { ...flow, misread: undefined }, action)
  // An answer from the hall is no sign that the visitor is still there.
  if (action.type === 'issued' || action.type === 'refused') return next
  return { ...next, quietMs: 0, wipeInMs: undefined }
}

function act(flow: Flow, action: Exclude<Action, { type: 'tick' }>): Flow {
  switch (action.type) {
    case 'chooseLanguage':
      return { ...flow, locale: action.locale }
    case 'toggleAccess':
      return { ...flow, access: { ...flow.access, [action.mode]: !flow.access[action.mode] } }
    case 'open':
      return open(flow, action.at)
    case 'askForHelp':
      return { ...flow, help: true }
    case 'openDepartment':
      return go(flow, { at: 'department', departmentId: action.departmentId })
    case 'openPriority':
      return flow.screen.at === 'review' ? go(flow, { at: 'priority' }) : flow
    case 'takeService':
      return isBusy(flow) ? flow : review({ ...flow, basket: basketWith(flow.basket, action.serviceId) })
    case 'takePackage':
      return isBusy(flow)
        ? flow
        : review({ ...flow, basket: { ...flow.basket, packageId: action.packageId } })
    case 'toggleService':
      return unlessEmpty(isBusy(flow) ? flow : { ...flow, basket: toggled(flow.basket, action.serviceId) })
    case 'removePackage':
      return unlessEmpty(isBusy(flow) ? flow : { ...flow, basket: basketWithout(flow.basket) })
    case 'addMore':
      return flow.screen.at === 'review' ? addMore(flow) : flow
    case 'typeText':
      return takesText(flow) ? { ...flow, typed: (flow.typed + action.text).slice(0, mostTyped) } : flow
    case 'backspace':
      return takesText(flow) ? { ...flow, typed: [...flow.typed].slice(0, -1).join('') } : flow
    case 'clearTyped':
      return takesText(flow) ? { ...flow, typed: '' } : flow
    case 'choosePriorityClass':
      return flow.screen.at === 'priority' ? go(flow, { at: 'priority', classId: action.classId }) : flow
    case 'claimPriority':
      return flow.screen.at === 'priority' ? review({ ...flow, priority: action.priority }) : flow
    case 'dropPriority':
      return flow.screen.at === 'priority' ? review({ ...flow, priority: undefined }) : flow
    case 'confirm':
      // A second tap finds the screen gone on and does nothing; so does one with nothing to issue.
      if (flow.screen.at !== 'review' || isEmpty(flow.basket)) return flow
      return go(flow, { at: 'issuing', commandId: action.commandId, waitedMs: 0 })
    case 'arrive':
      if (flow.screen.at !== 'appointment' && flow.screen.at !== 'found') return flow
      return go(
        { ...flow, appointmentCode: action.appointmentCode },
        { at: 'issuing', commandId: action.commandId, waitedMs: 0 },
      )
    case 'read':
      return isBusy(flow) && flow.screen.at !== 'ticket' ? flow : read(flow, action.read, action.commandId)
    case 'chooseServices':
      return flow.screen.at === 'found' ? chooseServices(flow) : flow
    case 'showVisit':
      return flow.screen.at === 'found' ? show(flow, action.visit) : flow
    case 'issued':
      // The number ends the way here: nothing leads back to the choice it came from.
      if (!isAwaiting(flow, action.commandId)) return flow
      return {
        ...freshFlow,
        locale: flow.locale,
        access: flow.access,
        help: flow.help,
        screen: { at: 'ticket', issued: action.issued },
      }
    case 'refused':
      if (!isAwaiting(flow, action.commandId)) return flow
      return { ...flow, screen: { at: 'refused', refusal: action.refusal }, quietMs: 0 }
    case 'back':
      return back(flow)
    case 'startOver':
      return flow.screen.at === 'issuing' ? { ...flow, help: false } : freshFlow
    case 'stay':
    case 'touch':
      return flow
  }
}

function go(flow: Flow, screen: Screen): Flow {
  return { ...flow, screen, trail: [...flow.trail, flow.screen] }
}

/** A card, a code: to what is theirs. Whoever had a number before them on the screen is gone. */
function read(before: Flow, heard: KioskRead, commandId: CommandId): Flow {
  const { locale, access } = before
  const flow: Flow = before.screen.at === 'ticket' ? { ...freshFlow, locale, access } : before
  switch (heard.type) {
    case 'card': {
      const { holder, appointments, visits } = heard.person
      const here: Flow = { ...flow, holder }
      // In the midst of choosing the card says who chooses, and does not lead away unless there is something to show.
      const isChoosing = !isEmpty(flow.basket) && appointments.length === 0 && visits.length === 0
      return isChoosing ? here : found(here, { at: 'found', appointments, visits })
    }
    case 'appointment': {
      const { appointment, code } = heard
      if (appointment !== undefined)
        return found(flow, { at: 'found', appointments: [appointment], visits: [] })
      return go({ ...flow, help: false, appointmentCode: code }, { at: 'issuing', commandId, waitedMs: 0 })
    }
    case 'visit':
      return show(flow, heard.visit)
    case 'unreadable':
      return { ...flow, misread: heard.reason }
    case 'unknownCode':
      return { ...flow, misread: 'unknownCode' }
  }
}

function found(flow: Flow, screen: Extract<Screen, { at: 'found' }>): Flow {
  const trail = flow.screen.at === 'found' ? flow.trail : [...flow.trail, flow.screen]
  return { ...flow, help: false, screen, trail }
}

/** From what was found to where services are chosen: the list one came from, else the first page. */
function chooseServices(flow: Flow): Flow {
  const from = flow.trail.findLast((screen) => screen.at !== 'appointment' && screen.at !== 'found')
  const at = flow.trail.findLastIndex((screen) => screen === from)
  return { ...flow, screen: from ?? freshFlow.screen, trail: flow.trail.slice(0, Math.max(0, at)) }
}

/** A number that was given before, as it stands now. */
function show({ locale, access }: Flow, { visitId, number }: FoundVisit): Flow {
  const issued = { visitId, number, key: undefined, isOld: true }
  return { ...freshFlow, locale, access, screen: { at: 'ticket', issued } }
}

function open(flow: Flow, at: 'departments' | 'packages' | 'search' | 'appointment' | 'review'): Flow {
  if (flow.screen.at === at || isBusy(flow)) return flow
  switch (at) {
    case 'review':
      return isEmpty(flow.basket) ? flow : review(flow)
    case 'search':
    case 'appointment':
      return { ...go(flow, { at }), typed: '' }
    case 'departments':
    case 'packages':
      return go(flow, { at })
  }
}

/** To the check, from wherever; coming from beyond it, as if one had never left. */
function review(flow: Flow): Flow {
  const before = flow.trail.findIndex((screen) => screen.at === 'review')
  if (before >= 0) return { ...flow, screen: { at: 'review' }, trail: flow.trail.slice(0, before) }
  return flow.screen.at === 'review' ? flow : go(flow, { at: 'review' })
}

/** From the check to where one more is found: the list one came from, else the first page. */
function addMore(flow: Flow): Flow {
  if (flow.basket.serviceIds.length >= mostServices) return flow
  const lists = ['departments', 'department', 'packages', 'search']
  const from = flow.trail.findLastIndex((screen) => lists.includes(screen.at) || screen.at === 'home')
  const screen = flow.trail[from] ?? freshFlow.screen
  return { ...flow, screen, trail: flow.trail.slice(0, Math.max(0, from)) }
}

/** A check with nothing left to check leads back to where something can be chosen. */
function unlessEmpty(flow: Flow): Flow {
  return flow.screen.at === 'review' && isEmpty(flow.basket)
    ? addMore({ ...flow, priority: undefined })
    : flow
}

function back(flow: Flow): Flow {
  if (flow.help) return { ...flow, help: false }
  if (flow.screen.at === 'issuing') return flow
  if (flow.screen.at === 'ticket') return freshFlow
  const trail = flow.trail.slice(0, -1)
  const screen = flow.trail.at(-1) ?? freshFlow.screen
  return { ...flow, screen, trail, appointmentCode: undefined }
}

/** On its way to a number, or there: what was chosen is no longer the visitor's to change. */
function isBusy({ screen }: Flow): boolean {
  return screen.at === 'issuing' || screen.at === 'ticket'
}

function isAwaiting({ screen }: Flow, commandId: string): boolean {
  return screen.at === 'issuing' && screen.commandId === commandId
}

function takesText({ screen }: Flow): boolean {
  return screen.at === 'search' || screen.at === 'appointment'
}

/** Slow readers and listeners get this many times the quiet. */
const slowFactor = 2
/** A ticket is read at leisure, but the next visitor should not read it. */
const ticketFactor = 0.75

/** Somebody who was told to wait for a guide is not asked every minute whether they still wait. */
const guidedFactor = 5

function tick(flow: Flow, { ms, guided = false }: Extract<Action, { type: 'tick' }>, times: IdleTimes): Flow {
  const { screen } = flow
  if (screen.at === 'issuing') {
    return { ...flow, screen: { ...screen, waitedMs: screen.waitedMs + ms } }
  }
  if (isFresh(flow)) return flow.quietMs === 0 && flow.typed === '' ? flow : freshFlow
  if (flow.wipeInMs !== undefined) {
    const left = flow.wipeInMs - ms
    return left <= 0 ? freshFlow : { ...flow, wipeInMs: left }
  }
  const quietMs = flow.quietMs + ms
  const slow = flow.access.largePrint || flow.access.byEar ? slowFactor : 1
  const patience = flow.help && guided ? guidedFactor : screen.at === 'ticket' ? ticketFactor : 1
  const askAfterMs = times.askAfterMs * slow * patience
  return { ...flow, quietMs, wipeInMs: quietMs >= askAfterMs ? times.wipeAfterMs : undefined }
}
