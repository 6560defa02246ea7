/** What the hall offers, as a visitor looks for it. */
import type { Department, Service, ThemePackage } from '#shared/catalogue/catalogue.ts'
import type { HallState } from '#shared/hall/state.ts'
import type { DepartmentId, ServiceId } from '#shared/ids/ids.ts'
import type { Basket } from '../flow/flow.ts'

/** Services on the first page: those the hall marked, else its first ones. */
export function topServices({ catalogue }: HallState, most: number): readonly Service[] {
  const marked = catalogue.services.filter((s) => s.top === true)
  return (marked.length > 0 ? marked : catalogue.services).slice(0, most)
}

/** Departments that have something to offer, in the catalogue's order. */
export function departmentsOffered({
  catalogue,
}: HallState): readonly { department: Department; services: number }[] {
  return catalogue.departments
    .map((department) => ({ department, services: servicesOf(catalogue, department.id).length }))
    .filter(({ services }) => services > 0)
}

/** One department's services. */
export function servicesOf(catalogue: HallState['catalogue'], id: DepartmentId): readonly Service[] {
  return catalogue.services.filter((s) => s.departmentId === id)
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
