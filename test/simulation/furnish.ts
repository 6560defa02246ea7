/** Puts the machines of a made-up hall in their places: computers with their screens, screens at the hub, displays. */
import { staffId, stationId } from '#shared/ids/ids.ts'
import type { Role } from '#shared/hall/staff.ts'
import { ClientNode } from './clientNode.ts'
import { Computer } from './computer.ts'
import { KioskPrinter } from './kioskPrinter.ts'
import type { Network } from './network.ts'
import type { Places } from './people.ts'
import { Programs } from './programs.ts'
import type { Surroundings } from './surroundings.ts'

/** See the head of this file. */
export interface Furnished {
  readonly computers: readonly Computer[]
  /** The usual hub. */
  readonly hub: Computer
  readonly places: Places
}

/** Computers and screens as this world has them, all switched on. */
export function furnish(around: Surroundings, network: Network): Furnished {
  const { world } = around
  const hub = new Computer(around, network, {
    name: 'hub',
    stationId: stationId.parse('former-hub'),
    mode: 'console',
    role: 'hub',
  })
  hub.chronicle = around.oracle.main
  const computers: Computer[] = [hub]
  const station = (name: string, mode: 'kiosk' | 'console'): Computer => {
    const made = new Computer(around, network, {
      name,
      stationId: stationId.parse(name),
      mode,
      role: 'station',
    })
    computers.push(made)
    return made
  }
  const staffed = (name: string, host: Computer, id: string, role: Role): ClientNode => {
    const actor = { kind: 'staff', staffId: staffId.parse(id), roles: [role] } as const
    around.people.set(name, actor)
    return new ClientNode(around, network, host, name, {
      kind: 'console',
      audience: 'staff',
      actor,
      token: name,
    })
  }
  const places: Places = {
    kiosks: Array.from({ length: world.kiosks }, (_, i) => {
      const own = world.stations.kiosks.includes(i) ? station(`station-k${i}`, 'kiosk') : undefined
      const id = own?.stationId ?? stationId.parse(`kiosk-${i}`)
      return new ClientNode(around, network, own ?? hub, `kiosk-${i}`, {
        kind: 'kiosk',
        audience: 'public',
        actor: { kind: 'station', stationId: id, mode: 'kiosk' },
        paper: new KioskPrinter(),
      })
    }),
    consoles: world.consoles.map(({ staffId: id }, i) => {
      const own = world.stations.consoles.includes(i) ? station(`station-c${i}`, 'console') : undefined
      return staffed(`console-${i}`, own ?? hub, id, 'teller')
    }),
    guide: staffed('guide', hub, 'guide', 'guide'),
    boss: staffed('boss', hub, 'boss', 'supervisor'),
    admin: staffed('admin', hub, 'admin', 'administrator'),
    displays: Array.from(
      { length: world.displays },
      (_, i) =>
        new ClientNode(around, network, hub, `display-${i}`, {
          kind: 'display',
          audience: 'public',
          actor: undefined,
        }),
    ),
    programs: new Programs(around, network, hub),
    isSettled: () =>
      computers.filter((c) => c.role === 'hub').length === 1 &&
      computers.every(
        (c) => c.role === 'hub' || (c.station?.standing === 'live' && c.store.facts().length === 0),
      ),
  }
  for (const computer of computers) {
    computer.candidates = computers.filter((c) => c !== computer)
    computer.restart()
  }
  return { computers, hub, places }
}

/** All screens. */
export function screensOf({ kiosks, consoles, guide, boss, admin, displays }: Places): readonly ClientNode[] {
  return [...kiosks, ...consoles, guide, boss, admin, ...displays]
}
