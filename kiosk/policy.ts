/** Imported before any schema: the hub's content policy forbids code made at run time, so no parser is to try. */
import { z } from 'zod'

z.config({ jitless: true })
