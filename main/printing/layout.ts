/**
 * Ticket document → page. One column from the top: who, the number, where, the two figures, what for, what to
 * bring, the code, the small print. Right-to-left languages mirror it; Mongolian adds a panel of columns
 * (`mongolianPanel.ts`) and says the rest in Chinese.
 */
import { directionOf } from '#shared/ticketing/document.ts'
import type { Phrase, TicketBlock, TicketDocument } from '#shared/ticketing/document.ts'
import type { Drawing } from './drawing.ts'
import { mongolianPanel } from './mongolianPanel.ts'
import type { Page } from './page.ts'
import type { PrinterProfile } from './profiles.ts'
import { Sheet } from './sheet.ts'
import { code, figures, foot, mark, materials, number, services, taken, where } from './ticketParts.ts'

/** Lays a ticket out for a printer. Needs the drawing only to measure; every length is in the printer's dots. */
export function layoutTicket(
  document: TicketDocument,
  profile: PrinterProfile,
  drawing: Pick<Drawing, 'measure'>,
): Page {
  const sheet = new Sheet(profile, drawing, directionOf(document.locale))
  const vertical = sheet.direction === 'topToBottom'
  const blocks = vertical ? document.blocks.map(inChinese) : document.blocks
  sheet.gap(8)
  for (const [i, block] of blocks.entries()) {
    const next = blocks[i + 1]
    switch (block.type) {
      case 'hall':
        sheet.say(block.name, { size: 34, weight: 700, align: 'center' })
        sheet.gap(14)
        sheet.rule(3)
        sheet.gap(18)
        break
      case 'mark':
        mark(sheet, block)
        break
      case 'number':
        number(sheet, block)
        break
      case 'queue':
        sheet.say(block.name, { size: 40, weight: 700, align: 'center' })
        sheet.gap(22)
        if (vertical) mongolianPanel(sheet, document)
        break
      case 'where':
        where(sheet, block)
        break
      case 'figure':
        if (block.kind === 'ahead' && next?.type === 'figure') figures(sheet, [block, next])
        else if (!(block.kind === 'wait' && blocks[i - 1]?.type === 'figure')) figures(sheet, [block])
        break
      case 'services':
        services(sheet, block)
        break
      case 'materials':
        materials(sheet, block)
        break
      case 'qr':
        code(sheet, block, next?.type === 'taken' ? next : undefined)
        break
      case 'taken':
        if (blocks[i - 1]?.type !== 'qr') taken(sheet, block)
        break
      case 'note':
        if (blocks[i - 1]?.type !== 'note') foot(sheet)
        sheet.say(block.text, { size: 24, weight: 500, align: 'center' })
        sheet.gap(6)
        break
    }
  }
  sheet.gap(8)
  return sheet.page()
}

/** A block with every phrase in Chinese alone; the panel says it in Mongolian. */
function inChinese(block: TicketBlock): TicketBlock {
  const zh = ({ zh: text }: Phrase): Phrase => ({ zh: text })
  switch (block.type) {
    case 'hall':
    case 'queue':
      return { ...block, name: zh(block.name) }
    case 'mark':
    case 'note':
      return { ...block, text: zh(block.text) }
    case 'number':
    case 'taken':
      return { ...block, label: zh(block.label) }
    case 'where':
      return {
        type: 'where',
        label: zh(block.label),
        ...(block.zone && { zone: zh(block.zone) }),
        ...(block.counters && { counters: zh(block.counters) }),
      }
    case 'figure':
      return {
        ...block,
        label: zh(block.label),
        unit: zh(block.unit),
        ...(block.about && { about: zh(block.about) }),
      }
    case 'services':
      return { ...block, label: zh(block.label), items: block.items.map(zh) }
    case 'materials':
      return {
        ...block,
        label: zh(block.label),
        groups: block.groups.map(({ service, items }) => ({
          ...(service && { service: zh(service) }),
          items: items.map(zh),
        })),
      }
    case 'qr':
      return { ...block, caption: zh(block.caption) }
  }
}
