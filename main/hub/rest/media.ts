/** The pictures and films a screen may be given: what lies in the hall's media folder. */
import { z } from 'zod'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { mediaIn } from '../hallFiles.ts'

const mediaFile = z.object({
  name: z.string(),
  kind: z.enum(['picture', 'video']),
  bytes: z.number(),
})

/** Routes about them. The files themselves are at `/media/NAME`. */
export function mediaRoutes(dir: string): FastifyPluginCallbackZod {
  return (app, _options, done) => {
    app.get(
      '/media',
      {
        config: { right: 'seeMedia' },
        schema: {
          summary: 'Pictures and films in the hall’s media folder, for setting up screens',
          tags: ['hall'],
          response: { 200: z.object({ files: z.array(mediaFile) }) },
        },
      },
      async () => {
        return { files: [...(await mediaIn(dir))] }
      },
    )
    done()
  }
}
