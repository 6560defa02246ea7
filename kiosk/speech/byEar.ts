/**
 * The kiosk by ear: three keys — previous, next, choose — walk through whatever is on the page and say it. It reads
 * the page itself, so that nothing can be shown and not said.
 */
import { nextTick, onUnmounted, ref, watch } from 'vue'
import type { Ref } from 'vue'
import type { UsedKiosk } from '../kiosk.ts'
import { choicesIn, introOf, nameOf, scopeOf } from './spoken.ts'
import type { Speaker } from './speaker.ts'

export interface ByEar {
  /** What was said last; also shown. */
  readonly caption: Readonly<Ref<string>>
  readonly hasVoice: Readonly<Ref<boolean>>
  readonly step: (by: -1 | 1) => void
  readonly choose: () => void
  readonly repeat: () => void
  readonly hush: () => void
  readonly changeVolume: (by: number) => void
}

const usualVolume = 0.8

export function useByEar(root: Readonly<Ref<HTMLElement | null>>, kiosk: UsedKiosk, speaker: Speaker): ByEar {
  const { flow, texts } = kiosk
  const caption = ref('')
  const hasVoice = ref(true)
  let at = -1
  let volume = usualVolume

  const choices = (): readonly HTMLElement[] => {
    const scope = root.value === null ? undefined : scopeOf(root.value)
    return scope === undefined ? [] : choicesIn(scope)
  }
  const say = (text: string): void => {
    caption.value = text
    hasVoice.value = speaker.hasVoice(flow.value.locale)
    speaker.say(text, flow.value.locale, volume)
  }
  const sayPage = (): void => {
    at = -1
    const scope = root.value === null ? undefined : scopeOf(root.value)
    if (scope !== undefined)
      say(`${introOf(scope)}. ${texts.value.ear.choices(choices().length)} ${texts.value.ear.howTo}`)
  }
  const sayChoice = (): void => {
    const all = choices()
    const choice = all[at]
    if (choice === undefined) return
    choice.focus({ preventScroll: true })
    choice.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    say(`${nameOf(choice, texts.value.ear)}. ${texts.value.ear.place(at + 1, all.length)}`)
  }
  const step = (by: -1 | 1): void => {
    const { length } = choices()
    if (length === 0) return
    at = at < 0 ? (by === 1 ? 0 : length - 1) : (at + by + length) % length
    kiosk.dispatch({ type: 'touch' })
    sayChoice()
  }
  const choose = (): void => {
    const choice = choices()[at]
    if (choice === undefined) {
      sayPage()
      return
    }
    choice.click()
    // A choice that keeps its place says what became of it; a new page speaks for itself.
    void nextTick(() => {
      if (choice.isConnected && at >= 0) sayChoice()
    })
  }

  /** What makes it another page to a listener. */
  const page = (): string => {
    const { screen, help, misread, wipeInMs, locale, access } = flow.value
    return [
      screen.at,
      'classId' in screen ? screen.classId : '',
      help,
      help ? (kiosk.guideCall.value?.takenBy ?? kiosk.guideCall.value?.id ?? '') : '',
      misread,
      wipeInMs !== undefined,
      locale,
      access.byEar,
    ].join(' ')
  }
  watch(page, async () => {
    if (!flow.value.access.byEar) {
      speaker.hush()
      volume = usualVolume
      return
    }
    at = -1
    await nextTick()
    sayPage()
  })

  const keys = (event: KeyboardEvent): void => {
    if (!flow.value.access.byEar) return
    const deed = { ArrowLeft: () => step(-1), ArrowRight: () => step(1), Enter: choose }[event.key]
    if (deed === undefined) return
    event.preventDefault()
    deed()
  }
  globalThis.addEventListener('keydown', keys)
  onUnmounted(() => {
    globalThis.removeEventListener('keydown', keys)
  })

  return {
    caption,
    hasVoice,
    step,
    choose,
    repeat: () => {
      if (at < 0) sayPage()
      else sayChoice()
    },
    hush: () => {
      speaker.hush()
    },
    changeVolume: (by) => {
      volume = Math.min(1, Math.max(0.2, volume + by))
      if (at < 0) sayPage()
      else sayChoice()
    },
  }
}
