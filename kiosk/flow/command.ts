/** The command a flow stands for once it is confirmed. */
import type { CommandOf } from '#shared/hall/commands.ts'
import type { Flow } from './flow.ts'

/** Everything the visitor chose, as the hall takes it; one with an appointment brings its own services. */
export function issueCommand({
  basket,
  appointmentCode,
  holder,
  locale,
  priority,
}: Flow): CommandOf<'issueVisit'> {
  const chosen =
    appointmentCode === undefined
      ? {
          serviceIds: basket.serviceIds,
          ...(basket.packageId === undefined ? {} : { packageId: basket.packageId }),
          ...(priority === undefined ? {} : { priority }),
        }
      : { serviceIds: [], appointmentCode }
  return {
    type: 'issueVisit',
    channel: 'kiosk',
    locale,
    ...(holder === undefined ? {} : { holder }),
    ...chosen,
  }
}
