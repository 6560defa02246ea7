/**
 * Imported by every screen before any schema: the hub's content policy forbids code made at run time, and a parser that
 * only tries is reported in the browser's console.
 */
import { z } from 'zod'

z.config({ jitless: true })
