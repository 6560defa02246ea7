/**
 * The test page of a kiosk's printer: what it is set up as, the width it prints, every script a ticket may be in, the
 * number at its full size, a code to scan. Whoever reads it sees a wrong profile, dead dots or a bad knife at once.
 */
import { ticketTexts } from '#shared/ticketing/texts.ts'
import type { Drawing } from './drawing.ts'
import { mongolianPanel } from './mongolianPanel.ts'
import type { Page } from './page.ts'
import { dotsOf } from './profiles.ts'
import type { PrinterProfile } from './profiles.ts'
import { Sheet } from './sheet.ts'
import { code, foot, mark, number } from './ticketParts.ts'

/** What a test page says. */
export interface TestFacts {
  readonly hall: string
  /** The kiosk the printer hangs on. */
  readonly kiosk: string
  /** The hall's time, `2026-03-02 09:30`. */
  readonly at: string
  /** Where phones reach the hall; its code opens it. */
  readonly origin?: string | undefined
}

/** Lays the page out for a printer; every length is in the printer's dots. */
export function layoutTestPage(
  { hall, kiosk, at, origin }: TestFacts,
  profile: PrinterProfile,
  drawing: Pick<Drawing, 'measure'>,
): Page {
  const sheet = new Sheet(profile, drawing, 'leftToRight')
  const small = { size: 24, weight: 500, align: 'center' } as const
  sheet.gap(8)
  sheet.say({ zh: hall }, { size: 34, weight: 700, align: 'center' })
  sheet.gap(14)
  mark(sheet, { text: { zh: '测试页', own: 'Test page' } })
  for (const line of [`${profile.name} · ${profile.id}`, kiosk, at]) sheet.write(line, 'hanzi', small)
  sheet.gap(14)
  width(sheet, profile)
  number(sheet, { type: 'number', label: { zh: '号码大小', own: 'Size of the number' }, number: 'A017' })
  scripts(sheet, profile, drawing)
  code(
    sheet,
    {
      type: 'qr',
      url: origin ?? `Yihao ${kiosk} ${at}`,
      caption: { zh: '扫码试读', own: 'Scan to try' },
    },
    undefined,
  )
  foot(sheet)
  sheet.say({ zh: '测试页到此为止，下面切纸', own: 'The page ends here, then the cut' }, small)
  sheet.gap(8)
  return sheet.page()
}

/** From edge to edge: a solid bar, in which a dead dot shows as a white line, and millimetres below it. */
function width(sheet: Sheet, profile: PrinterProfile): void {
  const { widthDots, dotsPerInch } = profile
  const mm = Math.floor((widthDots * 25.4) / dotsPerInch)
  sheet.rule(dotsOf(profile, 2), { left: 0, right: widthDots })
  for (let at = 0; at <= mm; at += 1) {
    const height = at % 10 === 0 ? 5 : at % 5 === 0 ? 3.5 : 2
    const x = Math.min(dotsOf(profile, at), widthDots - 2)
    sheet.put({ type: 'bar', x, y: sheet.y, width: 2, height: dotsOf(profile, height) })
  }
  sheet.y += dotsOf(profile, 6)
  const said = `${String(mm)} mm · ${String(widthDots)} 点 dots · ${String(dotsPerInch)} dpi`
  sheet.write(said, 'hanzi', { size: 24, weight: 500, align: 'center' })
  sheet.gap(18)
}

/** The foot line of a ticket in each language, as tickets set it. */
function scripts(sheet: Sheet, profile: PrinterProfile, drawing: Pick<Drawing, 'measure'>): void {
  const setting = { size: 28, weight: 500 } as const
  sheet.rule(2)
  sheet.gap(14)
  sheet.write(ticketTexts.zh.listen, 'hanzi', setting)
  sheet.write(ticketTexts.en.listen, 'latin', setting)
  const mirrored = new Sheet(profile, drawing, 'rightToLeft')
  mirrored.y = sheet.y
  for (const locale of ['ug', 'kk'] as const) mirrored.write(ticketTexts[locale].listen, 'latin', setting)
  for (const one of mirrored.marks) sheet.put(one)
  sheet.y = mirrored.y
  sheet.gap(14)
  const { listen } = ticketTexts.mn
  mongolianPanel(sheet, {
    locale: 'mn',
    blocks: [{ type: 'note', text: { zh: ticketTexts.zh.listen, own: listen } }],
  })
}
