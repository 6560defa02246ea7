/**
 * The hall played forward from now, once: counters come free, each takes the
 * first of its lines, and everyone waiting learns when their turn came.
 */
import type { Chance } from './chance.ts'
import { chanceBelow, quantileS, restS } from './durations.ts'
import type { Entrants, Entrant } from './entrants.ts'
import { agesS } from './learnt.ts'
import { compareMembers } from './plan.ts'
import type { Desk, Member, Plan } from './plan.ts'

/** Plays paths over one plan, reusing what does not change from path to path. */
export interface LookAhead {
  /**
   * One path. Writes into `waits[index × paths + path]` the seconds until each
   * waiting visit is called; `gaveUp` of them when it left before; Infinity when
   * nobody comes to call it.
   */
  readonly play: (waits: Float64Array, path: number, paths: number) => void
  /** Choices made so far: what the look-ahead costs. */
  readonly steps: () => number
}

interface Runner {
  readonly desk: Desk
  readonly holdBelow: number
  readonly pauseBelow: number
  /** Age of the oldest visit a free counter may take, seconds; -1 when none. */
  readonly oldestS: number
  readonly entries: Entry[]
}

interface Entry {
  readonly line: number
  readonly helped: boolean
  readonly taking: number
  /** This path's answer to whether the teller takes the line as its turn comes. */
  willing: boolean
}

/** Prepares playing. */
export function lookAhead(plan: Plan, entrants: Entrants, chance: Chance): LookAhead {
  const { lines, desks, draws } = plan
  const runners = desks.map((desk) => runnerOf(desk, plan))
  const freeAt = new Float64Array(desks.length)
  const next: number[] = lines.map(() => 0)
  const normal = lines.map((l) => l.members.filter((m) => m.reentry === undefined))
  const returning = lines.map((l) => l.members.filter((m) => m.reentry !== undefined))
  let late: Member[][] = []
  let back: Member[][] = []
  const calls = [...plan.queueCalls]
  let coming: Entrant[] = []
  let comingAt = 0
  let steps = 0

  function play(waits: Float64Array, path: number, paths: number): void {
    next.fill(0)
    late = lines.map(() => none)
    back = returning.map((r) => (r.length === 0 ? none : [...r]))
    plan.queueCalls.forEach((n, q) => (calls[q] = n))
    coming = entrants.draw(chance)
    comingAt = 0
    let left = plan.visits.length
    for (let i = 0; i < left; i++) waits[i * paths + path] = Infinity
    for (let k = 0; k < runners.length; k++) {
      const runner = runners[k]
      if (runner !== undefined) freeAt[k] = begin(runner)
    }

    while (left > 0) {
      let k = 0
      for (let i = 1; i < freeAt.length; i++) if ((freeAt[i] ?? 0) < (freeAt[k] ?? 0)) k = i
      const t = freeAt[k] ?? Infinity
      const runner = runners[k]
      if (t === Infinity || runner === undefined) return
      steps++
      enter(t)
      const line = choose(runner, t)
      if (line < 0) {
        freeAt[k] = coming[comingAt]?.atS ?? Infinity
        continue
      }
      const member = take(line)
      const gone =
        member.patience.length > 0 && chance() < leaving(member.patience, -member.sinceS, t - member.sinceS)
      if (member.index >= 0) {
        waits[member.index * paths + path] = gone ? gaveUp(t) : t
        left--
      }
      // Someone who gave up before would have been called now; the counter goes on to the next.
      if (gone) continue
      const queue = lines[line]?.queue ?? 0
      calls[queue] = (calls[queue] ?? 0) + 1
      freeAt[k] = t + serve(runner.desk, member, t) + turnaround()
    }
  }

  /** When a counter is first free, seconds from now. */
  function begin(runner: Runner): number {
    const { desk } = runner
    for (const entry of runner.entries)
      entry.willing = entry.taking > 0.97 || (entry.taking >= rarely && chance() < entry.taking)
    let at = 0
    if (desk.busy !== undefined) {
      at = restS(desk.busy.hold, desk.busy.elapsedS / desk.pace, runner.holdBelow, chance()) * desk.pace
      const { visit } = desk.busy
      const rest = visit === undefined ? undefined : plan.rest(visit, desk.staffId)
      for (let i = 1; i < (rest?.handled ?? 1); i++) at += quantileS(desk.busy.hold, chance())
      if (rest?.left !== undefined) comeLater(at, plan.lineOf(rest.left), plan.memberOf(rest.left, -1))
      if (desk.paused === undefined) at += turnaround()
    } else if (desk.paused === undefined && runner.oldestS >= 0) {
      at = idle(desk.freeS, runner.oldestS)
    }
    return desk.paused === undefined
      ? at
      : at + restS(draws.pause, desk.paused.elapsedS, runner.pauseBelow, chance())
  }

  /** How much longer a free counter lets a visit stand that it might have called. */
  function idle(freeS: number, oldestS: number): number {
    if (oldestS >= freeS) {
      const awayLeft = draws.awayChance * (1 - chanceBelow(draws.away, freeS))
      const nextLeft = (1 - draws.awayChance) * (1 - chanceBelow(draws.next, freeS))
      return chance() * (awayLeft + nextLeft) < awayLeft || nextLeft <= 0
        ? restS(draws.away, freeS, chanceBelow(draws.away, freeS), chance())
        : restS(draws.next, freeS, chanceBelow(draws.next, freeS), chance())
    }
    // Perhaps it is still finishing off the visit before.
    const wrapLeft = 1 - chanceBelow(draws.next, freeS)
    if (chance() < wrapLeft) return restS(draws.next, freeS, 1 - wrapLeft, chance())
    // All that could be done by now has been done: the bin in which the age lies is over at its end.
    let bin = 0
    while (bin < agesS.length - 1 && (agesS[bin + 1] ?? 0) <= oldestS) bin++
    if (oldestS < 1) bin = 1
    for (; bin < agesS.length; bin++) {
      const end = agesS[bin + 1] ?? (agesS[bin] ?? 0) * 2
      const from = Math.max(oldestS, agesS[bin] ?? 0)
      if (chance() < (plan.pickup[bin] ?? 0.1)) return from - oldestS + chance() * (end - from)
    }
    return (agesS[agesS.length - 1] ?? 0) * 2
  }

  function turnaround(): number {
    return chance() < draws.awayChance ? quantileS(draws.away, chance()) : quantileS(draws.next, chance())
  }

  function serve(desk: Desk, member: Member, t: number): number {
    let s = quantileS(member.hold, chance())
    if (member.visit !== undefined && member.visit.services.length > 1) {
      const rest = plan.rest(member.visit, desk.staffId)
      for (let i = 1; i < rest.handled; i++) s += quantileS(member.hold, chance())
      if (rest.left !== undefined)
        comeLater(t + s * desk.pace, plan.lineOf(rest.left), plan.memberOf(rest.left, -1))
    }
    return s * desk.pace
  }

  /** A line that came to be while playing: a visit's next service waits where nobody did. */
  function know(line: number): void {
    if (line < next.length) return
    for (let l = next.length; l < lines.length; l++) {
      next.push(0)
      normal.push([])
      returning.push([])
      late.push(none)
      back.push(none)
    }
    for (const runner of runners) {
      for (const l of runner.desk.lines.slice(runner.entries.length))
        runner.entries.push({ ...l, willing: true })
    }
  }

  function comeLater(atS: number, line: number, member: Member): void {
    know(line)
    let i = coming.length
    coming.push({ atS, line, member })
    while (i > comingAt && (coming[i - 1]?.atS ?? 0) > atS) {
      const before = coming[i - 1]
      if (before !== undefined) coming[i] = before
      i--
    }
    coming[i] = { atS, line, member }
  }

  function enter(t: number): void {
    for (;;) {
      const entrant = coming[comingAt]
      if (entrant === undefined || entrant.atS > t) return
      comingAt++
      const { line, member } = entrant
      const standing = late[line] === undefined || late[line] === none ? [] : late[line]
      let i = standing.length
      while (i > 0 && before(member, standing[i - 1])) i--
      standing.splice(i, 0, member)
      late[line] = standing
    }
  }

  /** The line whose head this counter calls next; -1 when nobody is there for it. */
  function choose({ entries }: Runner, t: number): number {
    let best = -1
    let bestTier = 2
    let bestHead: Member | undefined
    for (const entry of entries) {
      if (!entry.willing) continue
      const head = headOf(entry.line)
      if (head === undefined) continue
      const tier = entry.helped && t - head.sinceS <= plan.helpThresholdS ? 1 : 0
      if (
        bestHead === undefined ||
        tier < bestTier ||
        (tier === bestTier && compareMembers(head, bestHead) < 0)
      ) {
        best = entry.line
        bestTier = tier
        bestHead = head
      }
    }
    return best
  }

  function headOf(line: number): Member | undefined {
    const first = normal[line]?.[next[line] ?? 0]
    const entered = late[line]?.[0]
    let head = entered !== undefined && (first === undefined || before(entered, first)) ? entered : first
    for (const member of back[line] ?? none) {
      const due = (calls[lines[line]?.queue ?? 0] ?? 0) >= (member.reentry ?? 0)
      if (head === undefined || (due && before(member, head))) head = member
    }
    return head
  }

  function take(line: number): Member {
    const head = headOf(line)
    if (head === undefined) throw new Error('a chosen line has nobody in it')
    if (head === normal[line]?.[next[line] ?? 0]) next[line] = (next[line] ?? 0) + 1
    else if (head === late[line]?.[0]) late[line].shift()
    else back[line] = (back[line] ?? none).filter((m) => m !== head)
    return head
  }

  return { play, steps: () => steps }
}

/** In a path's answers, below zero: the visit itself gave up before its call, which would have come after `s`. */
export const gaveUp = (s: number): number => -1 - s

const none: Member[] = []
/** Who takes a queue less often than this is taken not to serve it. */
const rarely = 0.3

function before(a: Member, b: Member | undefined): boolean {
  return b !== undefined && compareMembers(a, b) < 0
}

/** Chance of giving up between two ages, by hazards per age bin. */
function leaving(hazard: Float64Array, fromS: number, toS: number): number {
  let sum = 0
  for (let bin = 0; bin < hazard.length; bin++) {
    const low = agesS[bin] ?? 0
    const high = agesS[bin + 1] ?? Infinity
    if (low >= toS) break
    if (high > fromS) sum += (hazard[bin] ?? 0) * (Math.min(high, toS) - Math.max(low, fromS))
  }
  return 1 - Math.exp(-sum)
}

function runnerOf(desk: Desk, plan: Plan): Runner {
  const entries = desk.lines.map((l) => ({ ...l, willing: true }))
  let oldestS = -1
  for (const { line, taking } of desk.lines) {
    if (taking < rarely) continue
    for (const member of plan.lines[line]?.members ?? []) oldestS = Math.max(oldestS, -member.sinceS)
  }
  return {
    desk,
    holdBelow: desk.busy === undefined ? 0 : chanceBelow(desk.busy.hold, desk.busy.elapsedS / desk.pace),
    pauseBelow: desk.paused === undefined ? 0 : chanceBelow(plan.draws.pause, desk.paused.elapsedS),
    oldestS,
    entries,
  }
}
