/** Ticket document → bitmap for a printer: laid out, painted, packed to one bit per dot. */
import type { SKRSContext2D } from '@napi-rs/canvas'
import type { TicketDocument } from '#shared/ticketing/document.ts'
import type { Bitmap } from './bitmap.ts'
import { fontOf } from './drawing.ts'
import type { Drawing } from './drawing.ts'
import { layoutTicket } from './layout.ts'
import type { Mark, Page } from './page.ts'
import type { PrinterProfile } from './profiles.ts'

/** Renders a ticket; the same bits on every machine of one architecture. */
export function rasterTicket(document: TicketDocument, profile: PrinterProfile, drawing: Drawing): Bitmap {
  return rasterPage(layoutTicket(document, profile, drawing), drawing)
}

/** Renders a page that was laid out for a printer. */
export function rasterPage({ width, height, marks }: Page, drawing: Drawing): Bitmap {
  return drawing.draw(width, height, (pen) => {
    for (const mark of marks) paint(pen, mark)
  })
}

function paint(pen: SKRSContext2D, mark: Mark): void {
  pen.fillStyle = '#000'
  switch (mark.type) {
    case 'text':
      if (mark.white) pen.fillStyle = '#fff'
      pen.font = fontOf(mark.style)
      pen.direction = mark.rightToLeft ? 'rtl' : 'ltr'
      pen.textAlign = mark.align
      pen.fillText(mark.text, mark.x, mark.y)
      break
    case 'turned':
      pen.save()
      pen.translate(mark.x, mark.y)
      pen.rotate(Math.PI / 2)
      pen.font = fontOf(mark.style)
      pen.direction = 'ltr'
      pen.textAlign = 'left'
      pen.fillText(mark.text, 0, 0)
      pen.restore()
      break
    case 'bar':
      pen.fillRect(mark.x, mark.y, mark.width, mark.height)
      break
    case 'box':
      pen.fillRect(mark.x, mark.y, mark.width, mark.height)
      pen.fillStyle = '#fff'
      pen.fillRect(
        mark.x + mark.line,
        mark.y + mark.line,
        mark.width - 2 * mark.line,
        mark.height - 2 * mark.line,
      )
      break
    case 'code':
      for (const [i, dark] of mark.dark.entries()) {
        if (dark === 0) continue
        const column = i % mark.side
        const row = Math.floor(i / mark.side)
        pen.fillRect(mark.x + column * mark.cell, mark.y + row * mark.cell, mark.cell, mark.cell)
      }
      break
  }
}
