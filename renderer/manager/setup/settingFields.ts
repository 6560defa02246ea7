/** The fields of all the hall's settings, on whichever page they are set; also those that are set on none. */
import { managerTextsOf } from '#shared/locale/manager.ts'
import { fieldWords } from '#shared/locale/setUp.ts'
import type { StaffWords } from '#shared/locale/setUp.ts'
import type { Field } from './fields.ts'
import { colourWords, kioskFields, kioskHeading, logoWords } from './kioskFields.ts'
import type { Named } from './options.ts'
import { ruleGroups } from './ruleFields.ts'

/** A field as the history tells it: of a form; or a list of rows with fields of their own; or a picture. */
export type ToldField =
  | Field
  | {
      readonly kind: 'rows'
      readonly path: string
      readonly label: StaffWords
      readonly fields: readonly Field[]
    }
  | { readonly kind: 'picture'; readonly path: string; readonly label: StaffWords }

export interface ToldGroup {
  readonly name: StaffWords
  readonly fields: readonly ToldField[]
}

export const priorityHeading: StaffWords = { zh: '优先办理', en: 'Priority classes' }
export const priorityFields: readonly Field[] = [
  { kind: 'names', path: 'name', label: fieldWords.name },
  { kind: 'number', path: 'headStartS', times: 60, max: 120, label: fieldWords.headStart },
  { kind: 'lines', path: 'grounds', label: fieldWords.grounds, short: fieldWords.groundsStated },
]

/** The settings in groups, as their pages have them. */
export function settingGroups(page: Named): readonly ToldGroup[] {
  const say = (words: StaffWords): string => words[page.locale.value]
  return [
    ...ruleGroups(say),
    {
      name: priorityHeading,
      fields: [{ kind: 'rows', path: 'priorityClasses', label: priorityHeading, fields: priorityFields }],
    },
    {
      name: kioskHeading,
      fields: [
        { kind: 'picture', path: 'kioskLayout.logo', label: logoWords },
        ...Object.entries(colourWords).map(([name, label]): Field => ({
          kind: 'text',
          path: `kioskLayout.colours.${name}`,
          label,
        })),
        ...kioskFields(page).map((field) => ({ ...field, path: `kioskLayout.${field.path}` })),
      ],
    },
    { name: both((texts) => texts.alarms.settings), fields: alarmFields },
    ...unasked,
  ]
}

const both = (of: (texts: ReturnType<typeof managerTextsOf>) => string): StaffWords => ({
  zh: of(managerTextsOf('zh')),
  en: of(managerTextsOf('en')),
})
const alarmFields: readonly Field[] = [
  ...(['waitingMost', 'longestMinutes', 'pausedMinutes'] as const).map((name): Field => ({
    kind: 'number',
    path: `alarms.${name}`,
    label: both((texts) => texts.alarms.fields[name]),
  })),
  { kind: 'check', path: 'alarms.required', label: both((texts) => texts.alarms.fields.required) },
]

/** Set on no page: by what a hall was set up with, or by another program. */
const unasked: readonly ToldGroup[] = [
  {
    name: { zh: '大厅', en: 'The hall' },
    fields: [{ kind: 'text', path: 'hallId', label: { zh: '大厅代号', en: 'Id of the hall' } }],
  },
  {
    name: { zh: '断网备用', en: 'Without the hub' },
    fields: [
      {
        kind: 'number',
        path: 'lease.from',
        label: { zh: '备用号从几号起', en: 'Spare numbers begin at' },
      },
    ],
  },
]
