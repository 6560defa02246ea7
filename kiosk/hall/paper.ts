/** What a visitor is told of the paper: once their number is there, and before it would fail. */
import type { KioskTexts } from '#shared/locale/kiosk.ts'
import type { Paper, PrintJob } from '#shared/protocol/messages.ts'

export interface PaperLine {
  readonly text: string
  /** For the staff: how to put it right. */
  readonly how?: string | undefined
  readonly tone: 'calm' | 'trouble'
  /** Whether asking for the paper once more makes sense. */
  readonly again: boolean
}

export function paperLine(
  paper: Paper | undefined,
  job: PrintJob | undefined,
  texts: KioskTexts['paper'],
  /** Said in place of anything on its way: the number was given before. */
  old?: string,
): PaperLine {
  if (paper === undefined || !paper.configured) {
    return { text: texts.none, how: texts.noneHow, tone: 'trouble', again: false }
  }
  const trouble = texts.status[paper.status]
  if (old !== undefined && job === undefined) {
    return trouble === ''
      ? { text: old, tone: 'calm', again: true }
      : { text: trouble, tone: 'trouble', again: false }
  }
  switch (job?.state) {
    case 'printed':
      return { text: texts.printed, tone: 'calm', again: trouble === '' }
    case 'failed':
      return { text: trouble === '' ? texts.failed : trouble, tone: 'trouble', again: trouble === '' }
    case 'uncertain':
      return { text: texts.uncertain, tone: 'trouble', again: trouble === '' }
    case 'queued':
    case 'sending':
    case undefined:
      return trouble === ''
        ? { text: texts.printing, tone: 'calm', again: false }
        : { text: trouble, tone: 'trouble', again: false }
  }
}

/** Said on the first pages when no paper will come, before anybody counts on it. */
export function paperWarning(paper: Paper | undefined, texts: KioskTexts['paper']): string | undefined {
  if (paper === undefined || !paper.configured) return undefined
  const text = texts.status[paper.status]
  return text === '' ? undefined : text
}
