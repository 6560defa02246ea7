/** What the hall offers at its kiosks, as a visitor looks for it: the catalogue in the hall's own layout. */
import type { Catalogue, Department, Service, ThemePackage } from '#shared/catalogue/catalogue.ts'
import type { KioskLayout } from '#shared/hall/kioskLayout.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { DepartmentId, ServiceId } from '#shared/ids/ids.ts'
import type { Basket } from '../flow/flow.ts'

export interface Offer {
  /** Everything that can be chosen, in the order it is listed in. */
  readonly services: readonly Service[]
  /** Those on the first page. */
  readonly first: readonly Service[]
  /** Departments that have something to offer, in the catalogue's order. */
  readonly departments: readonly { readonly department: Department; readonly services: number }[]
  readonly packages: readonly ThemePackage[]
}

/** Services on the first page where the hall did not choose them itself. */
const mostMarked = 8

export function offerOf(catalogue: Catalogue, layout: KioskLayout): Offer {
  const hidden = new Set(layout.hiddenServices)
  const place = new Map(layout.serviceOrder.map((id, i) => [id, i]))
  const placeOf = (service: Service): number => place.get(service.id) ?? place.size
  // Sorting keeps the catalogue's order among those of one place.
  const services = catalogue.services.filter((s) => !hidden.has(s.id)).sort((a, b) => placeOf(a) - placeOf(b))
  const chosen = layout.firstServices.flatMap((id) => services.find((s) => s.id === id) ?? [])
  const marked = services.filter((s) => s.top === true)
  return {
    services,
    first: chosen.length > 0 ? chosen : (marked.length > 0 ? marked : services).slice(0, mostMarked),
    departments: catalogue.departments
      .map((department) => ({
        department,
        services: services.filter((s) => s.departmentId === department.id).length,
      }))
      .filter((row) => row.services > 0),
    // What is not offered here alone is not offered here in company either.
    packages: catalogue.packages.filter(({ steps }) => !steps.some((step) => hidden.has(step.serviceId))),
  }
}

/** One department's services. */
export function servicesOf({ services }: Offer, id: DepartmentId): readonly Service[] {
  return services.filter((s) => s.departmentId === id)
}

/** A theme package's services in the order they are handled in. */
export function packageServices({ lookup }: HallState, { steps }: ThemePackage): readonly Service[] {
  return steps.flatMap(({ serviceId }) => lookup.services.get(serviceId) ?? [])
}

/** Everything in the basket, each service once; those of the package first, as the hall will list them. */
export function chosenServices(state: HallState, { serviceIds, packageId }: Basket): readonly Service[] {
  const chosenPackage = packageId === undefined ? undefined : state.lookup.packages.get(packageId)
  const steps = chosenPackage === undefined ? [] : packageServices(state, chosenPackage)
  const ids = new Set<ServiceId>([...steps.map((s) => s.id), ...serviceIds])
  return [...ids].flatMap((id) => state.lookup.services.get(id) ?? [])
}
