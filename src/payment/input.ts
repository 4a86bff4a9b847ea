import { z } from '@hono/zod-openapi'

/** What the sandbox's buyer decided. */
export const sandboxEventInput = z.object({ kind: z.enum(['captured', 'failed']) }).openapi('SandboxEvent')
