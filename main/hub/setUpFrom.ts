/** A hall as its file has it. */
import type { Command } from '#shared/hall/commands.ts'
import type { HallFile } from '../importing/hallFile.ts'
import { shippedRules } from '../importing/shippedRules.ts'
import type { OpenedHub } from './openHub.ts'
import { withCounters } from './withCounters.ts'

/** Gives a hall that has none its settings, catalogue, staff, rules of conduct and first PINs; what is there already stays. */
export async function setUpFrom({ hub, access, asSystem }: OpenedHub, file: HallFile): Promise<void> {
  const { settings, staff, catalogue, conduct } = hub.state
  const commands: Command[] = []
  if (settings === undefined) commands.push({ type: 'configureHall', settings: file.settings })
  if (staff.isEmpty()) commands.push({ type: 'replaceStaff', staff: file.staff })
  if (catalogue.queues.length === 0) commands.push({ type: 'replaceCatalogue', catalogue: file.catalogue })
  else if (catalogue.counters.length === 0 && file.catalogue.counters.length > 0)
    commands.push({ type: 'replaceCatalogue', catalogue: withCounters(catalogue, file.catalogue) })
  if (conduct === undefined)
    commands.push({ type: 'configureConduct', rules: shippedRules(file.settings.timeZone) })
  for (const command of commands) {
    const answer = await asSystem(command)
    if (!answer.ok)
      throw new Error(
        `the hall file is refused: ${answer.refusal.code} ${JSON.stringify(answer.refusal.facts)}`,
      )
  }
  for (const { id, staffNo } of hub.state.staff.values()) {
    const pin = file.pins?.[staffNo]
    if (pin !== undefined && !access.hasPin(id)) await access.setPin(id, pin)
  }
  hub.rollOverIfDue()
  hub.flush()
}
