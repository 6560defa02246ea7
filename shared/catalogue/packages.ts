/** Theme packages (一件事): the order in which their steps are carried out. */
import type { ServiceId } from '../ids/ids.ts'
import type { ThemePackage } from './catalogue.ts'

export type PackageStep = ThemePackage['steps'][number]

export type OrderedSteps =
  | { readonly ok: true; readonly steps: readonly PackageStep[] }
  /** `cycle`: the services that wait for one another, none of which could ever be first. */
  | { readonly ok: false; readonly cycle: readonly ServiceId[] }

/**
 * The package's steps with every step behind those it must come after; steps
 * that do not depend on each other keep the order they are written in.
 * An `after` that names no step of the package is ignored here and reported by validation.
 */
export function orderSteps(themePackage: Pick<ThemePackage, 'steps'>): OrderedSteps {
  let left: readonly PackageStep[] = themePackage.steps
  const ordered: PackageStep[] = []
  while (left.length > 0) {
    const open = new Set(left.map((step) => step.serviceId))
    const ready = left.find((step) => !(step.after ?? []).some((id) => open.has(id)))
    if (ready === undefined) return { ok: false, cycle: left.map((step) => step.serviceId) }
    ordered.push(ready)
    left = left.filter((step) => step !== ready)
  }
  return { ok: true, steps: ordered }
}
