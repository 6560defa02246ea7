/** The fields of how the hall's kiosks look and what they offer. */
import type { KioskColours } from '#shared/hall/kioskLayout.ts'
import type { StaffWords } from '#shared/locale/setUp.ts'
import type { Field } from './fields.ts'
import { serviceOptions } from './options.ts'
import type { Named } from './options.ts'

export const kioskHeading: StaffWords = { zh: '取号机外观', en: 'Look of kiosks' }
export const logoWords: StaffWords = { zh: '标志（PNG、JPEG、WebP）', en: 'Logo (PNG, JPEG, WebP)' }
export const colourWords: Readonly<Record<keyof KioskColours, StaffWords>> = {
  brand: { zh: '主色', en: 'Main colour' },
  onBrand: { zh: '主色上的文字', en: 'Text on it' },
  paper: { zh: '底色', en: 'Background' },
}
export const kioskFields = (page: Named): readonly Field[] => [
  {
    kind: 'several',
    path: 'firstServices',
    ordered: true,
    label: { zh: '首页事项', en: 'Services of the first page' },
    hint: {
      zh: '先勾选的在前，最多 12 项；不选则按事项表。',
      en: 'First ticked first, 12 at most; none: as the services say.',
    },
    options: () => serviceOptions(page),
  },
  {
    kind: 'several',
    path: 'serviceOrder',
    ordered: true,
    label: { zh: '各列表中排在最前的事项', en: 'Services that come first in every list' },
    hint: { zh: '先勾选的在前，其余照原来的顺序。', en: 'First ticked first; the others keep their order.' },
    options: () => serviceOptions(page),
  },
  {
    kind: 'several',
    path: 'hiddenServices',
    label: { zh: '取号机上不显示的事项', en: 'Services not offered at kiosks' },
    hint: { zh: '咨询台和预约仍可办理。', en: 'The desk and appointments still have them.' },
    options: () => serviceOptions(page),
  },
]
