/** How a page notices that the computer it came from was unpaired: what answers there now has one page alone. */
import { z } from 'zod'

/** What a station that is not paired says of itself. */
const unpaired = z.object({ status: z.literal('notPaired'), role: z.literal('station') })

/**
 * Whether this page's own address is served by a station that is not paired; false where nobody answers.
 * @param ask fetches `/healthz`
 */
export async function isUnpaired(ask: () => Promise<{ json(): Promise<unknown> }>): Promise<boolean> {
  try {
    return unpaired.safeParse(await (await ask()).json()).success
  } catch {
    return false
  }
}
