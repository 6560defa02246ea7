/** Everybody in the hall: visitors at kiosks, tellers, guides, those in charge, other systems. Each acts on what their own screen shows. */
import type { Command } from '#shared/hall/commands.ts'
import type { Actor } from '#shared/hall/visit.ts'
import { businessDay, hubId, staffId, stationId } from '#shared/ids/ids.ts'
import type { CommandId, VisitId } from '#shared/ids/ids.ts'
import type { Answer } from '#shared/protocol/messages.ts'
import type { ClientNode } from './clientNode.ts'
import { Conduct } from './conduct.ts'
import { book, issue, rating, tellersNext, visitsIn, walkersNext } from './choices.ts'
import { changeHall, nonsense } from './mischief.ts'
import type { Programs } from './programs.ts'
import type { Surroundings } from './surroundings.ts'

/** The machines people work at. */
export interface Places {
  readonly kiosks: readonly ClientNode[]
  readonly consoles: readonly ClientNode[]
  readonly guide: ClientNode
  readonly boss: ClientNode
  readonly admin: ClientNode
  readonly displays: readonly ClientNode[]
  readonly programs: Programs
  /** Whether every computer but one has handed over what it did as a hub. */
  readonly isSettled: () => boolean
}

/** How busy people are: mean times between what each of them does, ms. */
interface Pace {
  readonly visitorMs: number
  readonly tellerMs: number
  readonly walkerMs: number
  readonly adminMs: number
  readonly programMs: number
  /** Whoever sees to cases and attendance. */
  readonly conductMs: number
}

/** An id is used again by mistake soon or never; the hub does not remember answers for ever. */
const reusedWithinMs = 60_000

const pad: Actor = { kind: 'station', stationId: stationId.parse('pad-0'), mode: 'pad' }

/** See the head of this file. */
export class People {
  readonly #around: Surroundings
  readonly #places: Places
  readonly #pace: Pace
  readonly #conduct: Conduct
  /** Chance that somebody sends what makes no sense. */
  readonly #nonsense: number
  /** Visitors who have left without a word. */
  readonly #absent = new Set<VisitId>()
  /** Tickets whose holders may think better of it. */
  readonly #tickets: VisitId[] = []
  readonly #used: { readonly node: ClientNode; readonly id: CommandId; readonly atMs: number }[] = []
  #working = true

  constructor(around: Surroundings, places: Places) {
    const { chance } = around
    this.#around = around
    this.#places = places
    this.#nonsense = chance.pick([0.02, 0.1, 0.3])
    this.#pace = {
      visitorMs: chance.pick([6_000, 12_000, 30_000]),
      tellerMs: chance.pick([4_000, 7_000, 12_000]),
      walkerMs: chance.pick([15_000, 40_000]),
      adminMs: chance.pick([120_000, 400_000]),
      programMs: chance.pick([30_000, 90_000]),
      conductMs: chance.pick([8_000, 20_000, 90_000]),
    }
    this.#conduct = new Conduct(chance, around.world)
  }

  /** Everybody comes in and begins. */
  begin(): void {
    const { kiosks, consoles, guide, boss, admin } = this.#places
    const { world } = this.#around
    for (const kiosk of kiosks) this.#keepOn(this.#pace.visitorMs, () => this.#visitor(kiosk))
    consoles.forEach((node, i) => {
      const place = world.consoles[i]
      if (place === undefined) return
      this.#keepOn(this.#pace.tellerMs, () => {
        if (!this.#free(node)) return
        const { chance } = this.#around
        const next = tellersNext(
          chance,
          node.state,
          world,
          place.counterId,
          place.staffId,
          this.#absent,
          !node.client.view.hubUp,
        )
        this.#send(node, chance.happens(this.#nonsense) ? this.#anything(node) : next)
      })
    })
    for (const node of [guide, boss]) {
      this.#keepOn(this.#pace.walkerMs, () => {
        if (!this.#free(node)) return
        const { chance } = this.#around
        this.#send(
          node,
          chance.happens(this.#nonsense)
            ? this.#anything(node)
            : walkersNext(chance, node.state, world, this.#hubMs(node)),
        )
      })
    }
    this.#keepOn(this.#pace.adminMs, () => {
      this.#send(
        admin,
        this.#around.chance.happens(0.8) ? changeHall(this.#around.chance, world) : this.#anything(admin),
      )
    })
    this.#keepOn(this.#pace.programMs, () => {
      this.#program()
    })
    this.#keepOn(this.#pace.conductMs, () => {
      // Its pages ask the hub, as they are opened.
      const { oracle } = this.#around
      const { programs } = this.#places
      const sent = this.#conduct.next(oracle.state, this.#hubMs(boss), this.#tickets, () => this.#unrated())
      if (sent !== undefined) programs.send(sent.command, sent.actor)
    })
    for (const display of this.#places.displays) {
      // A display may speak as fast as it can; it is bound to the order alone.
      this.#speakOn(display)
    }
  }

  /** Everybody goes home; the displays go on. */
  end(): void {
    this.#working = false
  }

  #keepOn(meanMs: number, act: () => void): void {
    const { timeline, chance } = this.#around
    timeline.after(chance.about(meanMs), () => {
      if (!this.#working) return
      act()
      this.#keepOn(meanMs, act)
    })
  }

  #speakOn(display: ClientNode): void {
    const { timeline, chance } = this.#around
    timeline.after(chance.between(1500, 4000), () => {
      display.announce()
      this.#speakOn(display)
    })
  }

  /** Most people wait for an answer; some press again. */
  #free(node: ClientNode): boolean {
    return node.usable && (node.client.view.unanswered === 0 || this.#around.chance.happens(0.15))
  }

  #hubMs(node: ClientNode): number {
    return node.client.hubNowMs()
  }

  #anything(node: ClientNode): Command {
    return nonsense(this.#around.chance, node.state, this.#around.world, this.#hubMs(node))
  }

  #send(node: ClientNode, command: Command | undefined, answered?: (answer: Answer) => void): void {
    if (command === undefined || !node.up) return
    const { chance, timeline } = this.#around
    const id = node.send(command, undefined, (answer) => {
      if (command.type === 'issueVisit') this.#mustShow(node, answer)
      if (answer.ok && command.type === 'callNext' && answer.visitId !== undefined && chance.happens(0.2))
        this.#absent.add(answer.visitId)
      answered?.(answer)
    })
    if (chance.happens(0.2)) this.#used.push({ node, id, atMs: timeline.nowMs })
    // A double click: the same once more, as another command.
    if (chance.happens(0.04)) timeline.after(chance.between(1, 400), () => node.up && node.send(command))
    const old = chance.happens(0.02)
      ? chance.any(this.#used.filter((u) => u.node === node && timeline.nowMs - u.atMs < reusedWithinMs))
      : undefined
    if (old === undefined) return
    this.#around.oracle.reused.add(old.id)
    node.send(this.#anything(node), old.id)
  }

  /** Whoever issued has a number to show, and its key for the visitor's own page. */
  #mustShow({ name }: ClientNode, answer: Answer): void {
    if (
      !answer.ok ||
      (answer.visitId !== undefined && answer.number !== undefined && answer.key !== undefined)
    )
      return
    this.#around.oracle.fail('paper', `${name} has no number or key to show: ${JSON.stringify(answer)}`)
  }

  #visitor(kiosk: ClientNode): void {
    const { chance, world, coverage } = this.#around
    if (!kiosk.up) return
    if (chance.happens(0.01))
      kiosk.sendRaw({ type: 'command', id: kiosk.newCommandId(), command: { type: 'callEverybody' } })
    if (chance.happens(0.04)) this.#send(kiosk, { type: 'callGuide' })
    if (chance.happens(0.01))
      this.#send(kiosk, { type: 'openCase', kind: 'stuckMatter', text: 'nobody could say where to go' })
    const command = chance.happens(this.#nonsense / 5) ? this.#anything(kiosk) : issue(chance, world, 'kiosk')
    this.#send(kiosk, command, (answer) => {
      if (!answer.ok || answer.visitId === undefined || command.type !== 'issueVisit') return
      this.#tickets.push(answer.visitId)
      const job = kiosk.identity.paper?.jobs.get(answer.visitId)
      if (job === 'failed') coverage.mark('numberShownWithoutPaper')
      if (job === 'printed') coverage.mark('ticketPrinted')
      if (job === undefined && kiosk.host.state.visits.has(answer.visitId)) {
        this.#around.oracle.fail('paper', `${answer.number ?? ''} was never sent to paper`)
      }
      if (chance.happens(0.1)) kiosk.client.reprint(answer.visitId)
    })
  }

  /** Visits of earlier days that nobody rated, as the hub's ledger has them. */
  #unrated(): readonly VisitId[] {
    const until = this.#around.oracle.state.day?.day
    const from = businessDay.parse('2026-01-01')
    return until === undefined ? [] : this.#places.programs.hub.ledger.unrated({ from, until }, 10)
  }

  #program(): void {
    const { programs, boss } = this.#places
    const { chance, world, oracle } = this.#around
    const visitor = chance.any(this.#tickets)
    const program: Actor = { kind: 'program', name: 'appointments' }
    const nowMs = this.#hubMs(boss)
    switch (
      chance.weigh({
        issue: 4,
        book: 5,
        unbook: 1,
        cancel: 3,
        theirs: 4,
        rate: 30,
        rateAtPad: 8,
        notTheirs: 1,
        system: 1,
        lease: 2,
        grant: 5,
        giveBack: 5,
        stranger: 1,
        look: 1,
        promote: 0.5,
        settle: 15,
      })
    ) {
      case 'issue':
        programs.send(issue(chance, world, 'api'), program)
        return
      case 'book':
        programs.send(book(chance, world, nowMs), program)
        return
      case 'unbook':
      case 'cancel': {
        const one = chance.any(visitsIn(oracle.state, 'waiting', 'called', 'parked'))
        if (one !== undefined)
          programs.send({ type: 'cancel', visitId: one.id, reason: 'cancelled elsewhere' }, program)
        return
      }
      case 'theirs':
        if (visitor !== undefined)
          programs.send(
            { type: 'cancel', visitId: visitor, reason: 'changed my mind' },
            { kind: 'visitor', visitId: visitor },
          )
        return
      case 'rate': {
        // Mostly whoever was served, some of them twice; now and then somebody who still waits.
        const one = chance.happens(0.6) ? chance.any(visitsIn(oracle.state, 'finished'))?.id : visitor
        if (one !== undefined) programs.send(rating(chance, one), { kind: 'visitor', visitId: one })
        return
      }
      case 'rateAtPad': {
        // Mostly somebody who was here today; a page of yesterday may still be open.
        const one = chance.happens(0.3) ? chance.any(this.#unrated()) : visitor
        if (one !== undefined) programs.send({ ...rating(chance, one), channel: 'pad' }, pad)
        return
      }
      case 'notTheirs': {
        const other = chance.any(this.#tickets)
        if (visitor !== undefined && other !== undefined)
          programs.send(
            { type: 'cancel', visitId: other, reason: 'no' },
            { kind: 'visitor', visitId: visitor },
          )
        return
      }
      case 'system':
        programs.send({ type: 'rollOver' }, { kind: 'system' })
        return
      // What the hub sees to for its stations.
      case 'lease':
        programs.send({ type: 'leaseBlocks', stationId: stationId.parse('kiosk-0') }, { kind: 'system' })
        return
      case 'grant':
        programs.send(
          {
            type: 'grantClaims',
            counterIds: chance.some(
              world.consoles.map((c) => c.counterId),
              0.5,
            ),
          },
          { kind: 'system' },
        )
        return
      case 'giveBack': {
        // A station gives its claims back itself, or keeps them.
        const own = new Set(world.stations.consoles.map((i) => world.consoles[i]?.counterId))
        const [visitId, counterId] = chance.any([...oracle.state.claims].filter(([, c]) => !own.has(c))) ?? []
        if (visitId !== undefined && counterId !== undefined) {
          programs.send({ type: 'returnClaims', counterId, visitIds: [visitId] }, { kind: 'system' })
        }
        return
      }
      case 'promote':
        // A reign that is over may not begin again.
        programs.send(
          { type: 'promoteHub', hubId: hubId.parse('late'), epoch: oracle.state.reign.epoch },
          { kind: 'system' },
        )
        return
      case 'settle':
        // Only who knows that no earlier hub can give numbers any more may say so.
        if (!oracle.state.reign.settled && this.#places.isSettled())
          programs.send({ type: 'settleReign' }, { kind: 'system' })
        return
      case 'stranger':
        programs.send(
          { type: 'openCounter', counterId: chance.pick(world.consoles).counterId },
          { kind: 'staff', staffId: staffId.parse('stranger'), roles: ['teller'] },
        )
        return
      case 'look': {
        const display = chance.any(this.#places.displays)
        if (display?.usable === true) this.#send(display, this.#anything(display))
      }
    }
  }
}
