/** The fields of one screen of the hall. */
import { locales } from '#shared/catalogue/catalogue.ts'
import { zonesGone } from '#shared/hall/reach.ts'
import { fieldWords } from '#shared/locale/setUp.ts'
import type { StaffWords } from '#shared/locale/setUp.ts'
import type { Field, Option } from './fields.ts'
import { zoneOptions } from './options.ts'
import type { Named } from './options.ts'

/** A zone some screen still names. */
const goneZone = {
  zh: (id: string) => `已删除的区域（${id}）`,
  en: (id: string) => `A zone no longer there (${id})`,
} as const

/** Those of the hall, and those some screen still names, so that they can be taken off it. */
function zonesToChoose(page: Named): readonly Option[] {
  const state = page.state.value
  const named = new Set(state.displays.flatMap(({ zones }) => zonesGone(state, zones)))
  return [
    ...zoneOptions(page),
    ...[...named].map((id) => ({ value: id, text: goneZone[page.locale.value](id) })),
  ]
}

export function displayFields(page: Named): readonly Field[] {
  const say = (words: StaffWords): string => words[page.locale.value]
  return [
    {
      kind: 'text',
      path: 'id',
      label: { zh: '屏幕名', en: 'Screen' },
      hint: {
        zh: '与设备名相同，或网址 ?id= 后的名字。',
        en: 'The name of its station, or what stands after ?id= in its address.',
      },
      inTable: true,
      once: true,
      max: 64,
    },
    { kind: 'names', path: 'name', label: fieldWords.name, optional: true, inTable: true },
    {
      kind: 'number',
      path: 'inches',
      min: 5,
      max: 300,
      label: { zh: '尺寸（英寸）', en: 'Size, inches' },
      inTable: true,
    },
    {
      kind: 'number',
      path: 'distanceM',
      max: 30,
      label: { zh: '看叫号的最远距离（米）', en: 'Farthest reader of the calls, metres' },
    },
    {
      kind: 'number',
      path: 'nearM',
      max: 30,
      label: { zh: '看其他内容的距离（米）', en: 'Reader of everything else, metres' },
    },
    {
      kind: 'several',
      path: 'zones',
      label: { zh: '区域', en: 'Zones' },
      hint: {
        zh: '不选：整个大厅。选了：只显示、播报这些区域的窗口，以及在这些区域等候的人的叫号；没有区域的窗口每块屏都显示。',
        en: 'None: the whole hall. Else it shows and speaks only calls to counters of these zones, or of people sent there to wait. Counters without a zone are on every screen.',
      },
      options: () => zonesToChoose(page),
      inTable: true,
    },
    {
      kind: 'several',
      path: 'languages',
      ordered: true,
      label: { zh: '语言', en: 'Languages' },
      hint: { zh: '先勾选的在前。', en: 'The one ticked first comes first.' },
      options: () => locales.map((of) => ({ value: of, text: say(fieldWords[of]) })),
      inTable: true,
    },
    {
      kind: 'choice',
      path: 'arrangement',
      label: { zh: '多种语言', en: 'Several languages' },
      options: () => [
        {
          value: 'beside',
          text: say({ zh: '第一种常在，其余轮换并列', en: 'the first stands, others beside it' }),
        },
        { value: 'turns', text: say({ zh: '一次一种，轮换', en: 'one at a time, in turns' }) },
      ],
    },
    {
      kind: 'number',
      path: 'languageS',
      min: 5,
      max: 120,
      label: { zh: '每种语言停留（秒）', en: 'A language stands, seconds' },
    },
    {
      kind: 'check',
      path: 'voice',
      explicit: true,
      label: { zh: '语音叫号', en: 'Calls are spoken' },
      inTable: true,
    },
    {
      kind: 'number',
      path: 'repeats',
      max: 2,
      label: { zh: '叫号重复几次', en: 'A call is said again, times' },
    },
    {
      kind: 'number',
      path: 'aloneS',
      max: 30,
      label: { zh: '每次叫号独占至少（秒）', en: 'A call stands alone at least, seconds' },
    },
    {
      kind: 'choice',
      path: 'theme',
      label: { zh: '明暗', en: 'Dark or light' },
      options: () => [
        { value: 'dark', text: say({ zh: '深色', en: 'dark' }) },
        { value: 'light', text: say({ zh: '浅色', en: 'light' }) },
      ],
    },
    {
      kind: 'check',
      path: 'counters',
      explicit: true,
      label: { zh: '显示各窗口正在办理', en: 'Shows who is at which counter' },
    },
    {
      kind: 'check',
      path: 'waiting',
      explicit: true,
      label: { zh: '显示等候人数', en: 'Shows how long the lines are' },
    },
    {
      kind: 'panels',
      path: 'panels',
      label: { zh: '通知、图片与视频', en: 'Notices, pictures and films' },
      inTable: true,
    },
  ]
}
