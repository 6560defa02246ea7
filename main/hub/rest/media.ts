/** The pictures and films a screen may be given: what lies in the hall's media folder. */
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { mediaList } from '#shared/protocol/setUpAnswers.ts'
import { mediaIn } from '../hallFiles.ts'

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
          response: { 200: mediaList },
        },
      },
      async () => {
        return { files: [...(await mediaIn(dir))] }
      },
    )
    done()
  }
}
