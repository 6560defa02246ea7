/** Why a visit stands where it stands, in words for the staff. */
import type { Why } from '../hall/events.ts'
import type { Locale } from '../catalogue/catalogue.ts'

interface WhyTexts {
  readonly inOrder: string
  readonly helped: string
  readonly helpedOverThreshold: string
  readonly because: Readonly<Record<Why['because'][number], string>>
  /** `{minutes}` */
  readonly headStart: string
  /** `{passed}` */
  readonly chosen: string
}

const zh: WhyTexts = {
  inOrder: '按到达先后',
  helped: '协助',
  helpedOverThreshold: '协助 · 等候过长',
  because: {
    front: '排在最前',
    headStart: '优先',
    appointment: '预约',
    returned: '过号返回',
    routed: '指定到此',
    continued: '续办',
  },
  headStart: '优先提前 {minutes} 分',
  chosen: '点号，越过 {passed} 人',
}

const en: WhyTexts = {
  inOrder: 'in order of arrival',
  helped: 'helping',
  helpedOverThreshold: 'helping · waited too long',
  because: {
    front: 'placed first',
    headStart: 'priority',
    appointment: 'appointment',
    returned: 'back after no-show',
    routed: 'sent here',
    continued: 'continues',
  },
  headStart: 'priority, {minutes} min ahead',
  chosen: 'chosen, {passed} passed over',
}

const texts: Readonly<Partial<Record<Locale, WhyTexts>>> = { zh, en }

/** The facts of a `why` in words, strongest first; never empty. Languages without staff texts read Chinese. */
export function whyWords(why: Why, locale: Locale): readonly string[] {
  const words = texts[locale] ?? zh
  const said: string[] = []
  if (why.rule === 'chosen') said.push(words.chosen.replace('{passed}', String(why.passedOver ?? 0)))
  for (const fact of why.because) {
    said.push(
      fact === 'headStart' && why.headStartS !== undefined
        ? words.headStart.replace('{minutes}', String(Math.round(why.headStartS / 60)))
        : words.because[fact],
    )
  }
  if (why.line === 'helped') said.push(words.helped)
  if (why.line === 'helpedOverThreshold') said.push(words.helpedOverThreshold)
  return said.length === 0 ? [words.inOrder] : said
}
