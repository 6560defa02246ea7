/** The page that leads to every screen. */
import type { Locale } from '../catalogue/catalogue.ts'

export interface ChooserTexts {
  readonly title: string
  readonly lead: string
  readonly otherLanguage: string
  readonly screens: Readonly<
    Record<
      'kiosk' | 'console' | 'display' | 'manager' | 'pad',
      { readonly name: string; readonly purpose: string }
    >
  >
}

const zh: ChooserTexts = {
  title: '一号',
  lead: '一扇门，一个号，一条队。',
  otherLanguage: 'English',
  screens: {
    kiosk: { name: '取号机', purpose: '来访人选择要办的事项，取一个号办所有的事。' },
    console: { name: '窗口', purpose: '窗口人员叫号、办理、挂起、转办，每个操作一个键。' },
    display: { name: '大屏', purpose: '显示并播报叫号，各窗口在办的号，各队列的等候。' },
    manager: { name: '管理', purpose: '大厅实况、目录、人员与报表。' },
    pad: { name: '评价器', purpose: '办理完毕，来访人为服务评价。' },
  },
}

const en: ChooserTexts = {
  title: 'Yihao',
  lead: 'One door, one number, one queue.',
  otherLanguage: '中文',
  screens: {
    kiosk: {
      name: 'Kiosk',
      purpose: 'Visitors choose what they came for and take one number for everything.',
    },
    console: { name: 'Counter', purpose: 'Tellers call, serve, park and hand on; one key for each.' },
    display: {
      name: 'Display',
      purpose: 'Shows and speaks every call, who is at which counter, and the lines.',
    },
    manager: { name: 'Manager', purpose: 'The hall as it is now, its catalogue, staff and reports.' },
    pad: { name: 'Rating pad', purpose: 'Visitors rate the service when it is done.' },
  },
}

const texts: Readonly<Partial<Record<Locale, ChooserTexts>>> = { zh, en }

/** The chooser's words in that language, else in Chinese. */
export function chooserTextsOf(locale: Locale): ChooserTexts {
  return texts[locale] ?? zh
}
