/**
 * How the set-up pages show a layout before it is saved: they open `/kiosk?preview` in a frame, wait for
 * `kioskPreviewReady` and post the layout, as often as it changes. Both sides are of one origin; anything else is
 * not listened to.
 */
import { z } from 'zod'
import { kioskLayout } from '../hall/kioskLayout.ts'

/** To the preview: draw with this layout; without one, with the hall's own again. */
export const showLayout = z.object({
  type: z.literal('showKioskLayout'),
  layout: kioskLayout.optional(),
})
export type ShowLayout = z.infer<typeof showLayout>

/** From the preview to whoever opened it: it listens now. */
export const previewReady = z.object({ type: z.literal('kioskPreviewReady') })
export type PreviewReady = z.infer<typeof previewReady>
