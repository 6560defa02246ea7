/** Bodies that are photographs. */
import type { FastifyInstance } from 'fastify'
import { mostPhotoBytes } from '#shared/protocol/cases.ts'

/** Lets the routes of this part take photographs as bytes, up to their largest size. */
export function takePhotos(app: Pick<FastifyInstance, 'addContentTypeParser'>): void {
  app.addContentTypeParser(
    ['image/jpeg', 'image/png', 'image/webp'],
    { parseAs: 'buffer', bodyLimit: mostPhotoBytes },
    (_request, body, parsed) => {
      parsed(null, body)
    },
  )
}
