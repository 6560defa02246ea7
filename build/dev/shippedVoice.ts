/**
 * Makes the recordings in `resources/voice` anew: Chinese words out of the syllables of Debian's `gcin-voice`
 * (CC BY 3.0, a speaker's own recordings), English and the letters by `flite` (its own licence, as free as BSD's).
 * Needs `sox` and `flite`: `node build/run.mjs node build/dev/shippedVoice.ts FOLDER_OF_GCIN_VOICE`.
 * `build/decisions/0014-whose-voice.md` says why these.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clipsOf } from '#shared/locale/clips.ts'

/** Syllables by recording, as the folders of `gcin-voice` are called. */
const syllables: Readonly<Record<string, readonly string[]>> = {
  please: ['ㄑㄧㄥ3'],
  number: ['ㄏㄠ4'],
  to: ['ㄉㄠ4'],
  counter: ['ㄔㄨㄤ', 'ㄎㄡ3'],
  '0': ['ㄌㄧㄥ2'],
  '1': ['ㄧ'],
  '2': ['ㄦ4'],
  '3': ['ㄙㄢ'],
  '4': ['ㄙ4'],
  '5': ['ㄨ3'],
  '6': ['ㄌㄧㄡ4'],
  '7': ['ㄑㄧ'],
  '8': ['ㄅㄚ'],
  '9': ['ㄐㄧㄡ3'],
  '10': ['ㄕ2'],
}
/** Silence cut off at both ends, one loudness, and a form every browser plays. */
const even = ['silence', '1', '0.01', '0.4%', 'reverse', 'silence', '1', '0.01', '0.4%', 'reverse']
const form = ['-r', '16000', '-c', '1', '-b', '16']
/** The syllables were spoken for a keyboard, faster than for a hall. */
const slower = ['tempo', '-s', '0.82']

const [source] = process.argv.slice(2)
if (source === undefined) throw new Error('say where gcin-voice’s folder is (…/share/gcin-voice/ogg)')
const target = join(import.meta.dirname, '..', '..', 'resources', 'voice')
const scratch = mkdtempSync(join(tmpdir(), 'yihao-voice-'))

for (const locale of ['zh', 'en'] as const) {
  const folder = join(target, locale)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const [clip, said] of clipsOf(locale)) {
    const file = join(folder, `${clip}.wav`)
    const of = locale === 'zh' ? syllables[clip] : undefined
    if (of === undefined) {
      const raw = join(scratch, 'raw.wav')
      execFileSync('flite', ['-voice', 'slt', '-t', written(said), '-o', raw])
      execFileSync('sox', [raw, ...form, file, ...even, 'gain', '-n', '-3', 'pad', '0', '0.02'])
    } else {
      const parts = of.map((syllable) => join(source, syllable, '5.ogg'))
      execFileSync('sox', [...parts, ...form, file, ...slower, 'gain', '-n', '-3', 'pad', '0', '0.02'])
    }
  }
}
rmSync(scratch, { recursive: true })

/** The letter A by itself would be read as the article. */
function written(said: string): string {
  if (said === 'A') return 'ay.'
  return said.length === 1 ? `${said}.` : said
}
