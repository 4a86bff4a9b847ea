import { z } from '@hono/zod-openapi'

const size = z.coerce.number().int().min(1)

/** Two sizes of the log, the smaller first. */
export const consistencyQuery = z.object({
  from: size.openapi({ description: 'Leaves of the earlier log', example: 100 }),
  to: size.openapi({ description: 'Leaves of the later log; at most what is signed', example: 250 }),
})
