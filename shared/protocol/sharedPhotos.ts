/** What stations and the hub tell each other of photographs; these themselves are sent as they are. */
import { z } from 'zod'
import { photo } from '../conduct/cases.ts'

/** So many are asked after at once. */
export const mostAsked = 500

export const photosNamed = z.object({ sha256: z.array(photo.shape.sha256).max(mostAsked) })
export const photosLacking = z.object({ lacking: z.array(photo.shape.sha256) })
