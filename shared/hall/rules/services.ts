/** From what a visitor chose to the services of a visit. */
import type { PackageId, ServiceId } from '../../ids/ids.ts'
import type { Found } from '../decision.ts'
import { refuse } from '../refusals.ts'
import type { HallState } from '../state.ts'
import type { VisitService } from '../visit.ts'

/**
 * The chosen services, and those of a theme package (一件事) with their order,
 * each once. Refuses an unknown or repeated one.
 */
export function visitServices(
  state: HallState,
  chosen: readonly ServiceId[],
  packageId: PackageId | undefined,
): Found<readonly VisitService[]> {
  const twice = chosen.find((id, i) => chosen.indexOf(id) !== i)
  if (twice !== undefined) return refuse('duplicateService', { serviceId: twice })
  const themePackage = packageId === undefined ? undefined : state.lookup.packages.get(packageId)
  if (packageId !== undefined && themePackage === undefined) return refuse('unknownPackage', { packageId })

  const steps = themePackage?.steps ?? []
  const inPackage = new Set(steps.map((s) => s.serviceId))
  const wanted = [
    ...steps,
    ...chosen.filter((id) => !inPackage.has(id)).map((serviceId) => ({ serviceId, after: undefined })),
  ]
  const rows: VisitService[] = []
  for (const { serviceId, after } of wanted) {
    const service = state.lookup.services.get(serviceId)
    if (service === undefined) return refuse('unknownService', { serviceId })
    rows.push({
      serviceId,
      queueId: service.queueId,
      ...(after === undefined || after.length === 0 ? {} : { after }),
    })
  }
  return { ok: true, value: rows }
}
