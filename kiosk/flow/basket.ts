/** What a visitor has chosen so far. */
import type { ServiceId } from '#shared/ids/ids.ts'
import { mostServices } from './flow.ts'
import type { Basket } from './flow.ts'

/** With one more service; each once, and no more than one number may cover. */
export function basketWith(basket: Basket, serviceId: ServiceId): Basket {
  if (basket.serviceIds.includes(serviceId) || basket.serviceIds.length >= mostServices) return basket
  return { ...basket, serviceIds: [...basket.serviceIds, serviceId] }
}

/** With the service when it was not in it, without it when it was. */
export function toggled(basket: Basket, serviceId: ServiceId): Basket {
  if (!basket.serviceIds.includes(serviceId)) return basketWith(basket, serviceId)
  return { ...basket, serviceIds: basket.serviceIds.filter((id) => id !== serviceId) }
}

/** Without its theme package; services chosen on their own stay. */
export function basketWithout({ serviceIds }: Basket): Basket {
  return { serviceIds }
}
