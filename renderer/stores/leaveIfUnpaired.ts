/** A page of a computer that was unpaired meanwhile: what answers there now has one page alone, which takes the code. */
import { isUnpaired } from '#shared/client/unpaired.ts'

/** A computer that is there answers sooner; one that is not keeps nobody waiting. */
const answerMs = 3_000

/** Nobody thinks of loading a page anew: it shows by itself what its station has to say. */
export async function leaveIfUnpaired(): Promise<void> {
  if (await isUnpaired(() => fetch('/healthz', { signal: AbortSignal.timeout(answerMs) }))) location.reload()
}
