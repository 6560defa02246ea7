/**
 * Tries a device as a hall would use it, for whoever installs one, until Ctrl-C:
 * `node build/run.mjs node build/dev/deviceTry.ts --rater serial:/dev/ttyUSB0`.
 */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { levels } from '#shared/conduct/rating.ts'
import { systemTimers } from '#main/devices/channel/system.clock.ts'
import { openRater } from '#main/devices/rater/rater.ts'
import { scanOf } from '#main/devices/reader/codeContent.ts'
import { openCodeScanner } from '#main/devices/reader/codeScanner.ts'
import { openIdCardReader } from '#main/devices/reader/idCardReader.ts'
import { openSignLine, parseSignAddress, signAddressForms } from '#main/devices/sign/address.ts'
import { wedgeParser } from '#shared/reading/wedge.ts'

const usage =
  'usage: deviceTry --rater ADDRESS | --cards ADDRESS | --codes ADDRESS | --keyboard | --signs ADDRESS --count N\n' +
  'an address is serial:PATH or tcp://HOST:PORT'

function fail(message: string): never {
  console.error(message)
  process.exit(2)
}

/** Asks one visitor after the other. */
async function tryRater(address: string): Promise<void> {
  const rater = openRater(address, systemTimers)
  if (!rater) return fail(usage)
  rater.subscribe((state) => console.log(`rater: ${state}`))
  await new Promise<void>((resolve) => {
    if (rater.state() === 'ready') resolve()
    else rater.subscribe((state) => state === 'ready' && resolve())
  })
  for (let asked = 0; asked < levels.length; asked += 1) console.log(await rater.ask({ locale: 'zh' }))
  rater.close()
}

function tryCards(address: string): void {
  // A secret of this run alone: its hashes match no hall's.
  const secret = randomBytes(32)
  const reader = openIdCardReader(address, systemTimers, () => secret)
  if (!reader) return fail(usage)
  reader.subscribe((state) => console.log(`ID-card reader: ${state}`))
  reader.onRead((read) => console.log(read))
}

function tryCodes(address: string): void {
  const scanner = openCodeScanner(address, systemTimers)
  if (!scanner) return fail(usage)
  scanner.subscribe((state) => console.log(`code scanner: ${state}`))
  scanner.onRead((scan) => console.log(scan))
}

/** A reader that types, into this terminal. */
function tryKeyboard(): void {
  const parse = wedgeParser()
  process.stdin.setRawMode(true)
  process.stdin.setEncoding('utf8')
  process.stdin.on('data', (typed) => {
    for (const char of String(typed)) {
      if (char === '\u0003') process.exit(0)
      const heard = parse(char === '\r' ? 'Enter' : char, systemTimers.nowMs())
      if (heard.type === 'scanned') console.log(scanOf(heard.content))
    }
  })
}

/** Counts on all signs, so that each can be seen to follow. */
function trySigns(text: string, count: number): void {
  const address = parseSignAddress(text)
  if (!address) return fail(`--signs takes ${signAddressForms}`)
  const line = openSignLine(address, systemTimers)
  line.subscribe(({ address: sign, health }) => console.log(`sign ${sign}: ${health}`))
  let number = 0
  const show = (): void => {
    number = (number % 999) + 1
    for (let sign = 1; sign <= count; sign += 1)
      line.show(sign, { type: 'number', number: `A${String(number).padStart(3, '0')}` })
    systemTimers.after(5000, show)
  }
  show()
}

const { values } = parseArgs({
  options: {
    rater: { type: 'string' },
    cards: { type: 'string' },
    codes: { type: 'string' },
    keyboard: { type: 'boolean', default: false },
    signs: { type: 'string' },
    count: { type: 'string', default: '1' },
  },
})
if (values.rater !== undefined) await tryRater(values.rater)
else if (values.cards !== undefined) tryCards(values.cards)
else if (values.codes !== undefined) tryCodes(values.codes)
else if (values.keyboard) tryKeyboard()
else if (values.signs !== undefined) trySigns(values.signs, Number(values.count))
else fail(usage)
