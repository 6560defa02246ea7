import { testRule } from './testRule.ts'

testRule('house-words', {
  good: [
    'const teller = 1',
    'const userAgent = "x"',
    'const appointmentWindow = 1',
    'class Spool {}',
    'function at(counterId: string) {}',
    'const { window } = globalThis as any',
    'window.close()',
  ],
  bad: [
    ['const window = 1', 'banned'],
    ['const ticketWindow = 1', 'banned'],
    ['function call(clerkId: string) {}', 'banned'],
    ['const f = ({ id: customer }: any) => 1', 'banned'],
    ['const [agent = 1] = []', 'banned'],
    ['interface Customer {}', 'banned'],
    ['type Call = { windowNo: number }', 'banned'],
    ['class Call { windowId = 1 }', 'banned'],
    ['class PrintManager {}', 'empty'],
    ['const a = class StringUtils {}', 'empty'],
    ['class VisitData {}', 'empty'],
  ],
})
