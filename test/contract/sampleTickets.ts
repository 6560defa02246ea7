/** The tickets whose pictures are kept in `test/fixtures/tickets`: one visit to a demo hall in each language. */
import type { Locale } from '#shared/catalogue/catalogue.ts'
import { ticketFacts } from '#shared/ticketing/facts.ts'
import type { TicketFacts } from '#shared/ticketing/facts.ts'

const hall = {
  zh: '云岭市政务服务中心',
  en: 'Yunling Public Service Hall',
  ug: 'يۇنلىڭ شەھەرلىك مەمۇرىي مۇلازىمەت مەركىزى',
  kk: 'يۇنليڭ قالالىق اكىمشىلىك قىزمەت ورتالىعى',
  mn: 'ᠶᠦᠨᠯᠢᠩ ᠬᠣᠲᠠ ᠶᠢᠨ ᠵᠠᠰᠠᠭ ᠵᠠᠬᠢᠷᠭᠠᠨ\u202fᠤ ᠦᠢᠯᠡᠴᠢᠯᠡᠭᠡᠨ\u202fᠦ ᠲᠥᠪ',
}

/** Two services with materials, one of them without a translation; everything a ticket can say but the marks. */
export function sampleFacts(locale: Locale, change: Partial<TicketFacts> = {}): TicketFacts {
  return ticketFacts.parse({
    visitId: 'v-sample',
    number: 'A017',
    locale,
    hall,
    queue: {
      zh: '企业开办',
      en: 'Starting a business',
      ug: 'كارخانا قۇرۇش',
      kk: 'كاسىپورىن قۇرۋ',
      mn: 'ᠠᠵᠤ ᠠᠬᠤᠢ ᠡᠭᠦᠰᠬᠡᠬᠦ',
    },
    services: [
      {
        name: {
          zh: '内资有限责任公司设立登记',
          en: 'Registering a limited company',
          ug: 'چەكلىك مەسئۇلىيەت شىركىتىنى تىزىملىتىش',
          kk: 'جاۋاپكەرشىلىگى شەكتەۋلى سەرىكتەستىكتى تىركەۋ',
          mn: 'ᠺᠣᠮᠫᠠᠨᠢ ᠳᠠᠩᠰᠠᠯᠠᠬᠤ',
        },
        materials: [
          { zh: '法定代表人身份证原件', en: 'Identity card of the legal representative' },
          { zh: '住所使用证明（租赁合同或产权证明）', en: 'Proof of premises (lease or title)' },
        ],
      },
      {
        name: { zh: '公章刻制备案' },
        materials: [{ zh: '营业执照副本', en: 'Business licence (duplicate)' }],
      },
    ],
    where: {
      zone: {
        zh: 'B 区 二楼东厅',
        en: 'Zone B, 2nd floor east',
        ug: 'B رايون',
        kk: 'B اۋماق',
        mn: 'B ᠬᠡᠰᠡᠭ',
      },
      counters: ['3', '4', '5', '8'],
    },
    ahead: 6,
    wait: { lowMin: 10, highMin: 25, approximate: false },
    takenAtMs: Date.parse('2026-11-22T09:41:00+08:00'),
    timeZone: 'Asia/Shanghai',
    visitorUrl: 'https://hall.example.cn/v/kR3vWq8ZtY2nXb6LmP0aHd',
    notes: [],
    offline: false,
    ...change,
  })
}
