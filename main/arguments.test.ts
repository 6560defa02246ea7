/** Goal: every wrong flag gives one clear line, and every right one its value. Method: argument lists as typed. */
import { describe, expect, it } from 'vitest'
import { readArguments } from './arguments.ts'

const lineOf = (typed: string): string => {
  const read = readArguments(typed.split(' ').filter((word) => word !== ''))
  return read.ok ? `accepted: ${JSON.stringify(read.value)}` : read.line
}

describe('right arguments', () => {
  it('of the demo have defaults for everything', () => {
    expect(readArguments(['demo'])).toEqual({
      ok: true,
      value: {
        mode: 'demo',
        fresh: false,
        simulate: false,
        printer: undefined,
        profile: 'escpos-80',
        data: './data/demo',
        host: '127.0.0.1',
        port: 7800,
      },
    })
  })

  it.each([
    ['hub --data d', { mode: 'hub', data: 'd', host: '127.0.0.1', port: 7800 }],
    ['hub --data d --port 0 --host ::1', { port: 0, host: '::1' }],
    ['hub --data=d --port=65535 --host 0.0.0.0 --hall h.json', { port: 65535, hall: 'h.json' }],
    [
      'hub --data d --name Hall.example.cn --name hall2.example.cn',
      { names: ['hall.example.cn', 'hall2.example.cn'] },
    ],
    ['hub --data d', { backupDir: undefined, backupEvery: 60, backupDays: 30, restoreNewest: false }],
    [
      'hub --data d --backup-dir b --backup-every 0 --restore-newest',
      { backupDir: 'b', backupEvery: 0, restoreNewest: true },
    ],
    ['restore --data d', { mode: 'restore', data: 'd', backupDir: undefined, from: undefined, list: false }],
    ['restore --data d --list --backup-dir b', { list: true, backupDir: 'b' }],
    ['restore --data d --from f.db', { from: 'f.db' }],
    [
      'hub --data d --signs serial:/dev/ttyS1?driver=gb18030',
      { signs: { driver: 'gb18030', address: { kind: 'serial', path: '/dev/ttyS1' } } },
    ],
    ['demo --fresh --simulate --data d', { fresh: true, simulate: true, data: 'd' }],
    ['demo --patience 20', { patienceMs: 20_000 }],
    ['import --data d --catalogue c.csv', { mode: 'import', catalogue: 'c.csv' }],
  ])('%s', (typed, value) => {
    expect(readArguments(typed.split(' '))).toMatchObject({ ok: true, value })
  })
})

describe('wrong arguments', () => {
  it.each([
    ['', 'say what to run: '],
    ['serve', 'say what to run: '],
    ['--port 1', 'say what to run: '],
    ['hub', 'this needs --data DIR'],
    ['hub --data=', 'this needs --data DIR'],
    ['hub --data d --port', "Option '--port <value>' argument missing"],
    [
      'hub --data d --name http://hall',
      '--name takes a host name such as hall.example.cn, not "http://hall"',
    ],
    ['hub --data d --port eighty', '--port takes a number from 0 to 65535, not "eighty"'],
    ['hub --data d --port 65536', '--port takes a number from 0 to 65535, not "65536"'],
    ['hub --data d --port -1', "Option '--port' argument is ambiguous."],
    ['hub --data d --port=-1', '--port takes a number from 0 to 65535, not "-1"'],
    ['hub --data d --port 1e3', '--port takes a number from 0 to 65535, not "1e3"'],
    ['hub --data d --port=', '--port takes a number from 0 to 65535, not ""'],
    ['hub --data d --signs COM3', '--signs takes serial:PATH'],
    ['demo --patience soon', '--patience takes seconds from 1 to 60, not "soon"'],
    ['demo --patience 0', '--patience takes seconds from 1 to 60, not "0"'],
    ['hub --data d --host', "Option '--host <value>' argument missing"],
    ['hub --data d --host=', '--host takes a host name or address, not ""'],
    ['hub --data d --host http://x', '--host takes a host name or address, not "http://x"'],
    ['hub --data d --hall', "Option '--hall <value>' argument missing"],
    ['hub --data d --colour red', "Unknown option '--colour'"],
    ['hub --data d -x', "Unknown option '-x'"],
    ['hub --data d more', "Unexpected argument 'more'"],
    ['hub --data --port 1', "Option '--data' argument is ambiguous."],
    ['hub --data d --fresh', "Unknown option '--fresh'"],
    ['demo --fresh=yes', "Option '--fresh' does not take an argument"],
    ['demo --port 99999', '--port takes a number'],
    ['import', 'import needs --data DIR'],
    ['import --data d', 'import needs --catalogue FILE.csv or FILE.xlsx'],
    ['import --data d --catalogue', "Option '--catalogue <value>' argument missing"],
    ['import --data d --catalogue c --port 1', "Unknown option '--port'"],
    ['hub --data d --backup-every', "Option '--backup-every <value>' argument missing"],
    ['hub --data d --backup-every often', '--backup-every takes minutes from 0 to 10080, not "often"'],
    ['hub --data d --backup-every 20000', '--backup-every takes minutes from 0 to 10080, not "20000"'],
    ['hub --data d --backup-every=-1', '--backup-every takes minutes from 0 to 10080, not "-1"'],
    ['hub --data d --backup-dir=', '--backup-dir takes a folder'],
    ['restore', 'restore needs --data DIR'],
    ['restore --data=', 'restore needs --data DIR'],
    ['restore --data d --from=', '--from takes a file'],
    ['restore --data d --backup-dir=', '--backup-dir takes a folder'],
    ['restore --data d --list --from f', 'restore takes --from FILE or --list, not both'],
    ['restore --data d --newest', "Unknown option '--newest'"],
  ])('%s', (typed, line) => {
    expect(lineOf(typed)).toContain(line)
    expect(lineOf(typed).split('\n')).toHaveLength(1)
    expect(lineOf(typed)).not.toMatch(/^accepted/)
  })
})
