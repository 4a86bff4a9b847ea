import { createRoute, z } from '@hono/zod-openapi'
import { Hono } from 'hono'
import { found, json, refused, router, type ApiEnv } from '../platform/api.ts'
import { base64, concat } from './bytes.ts'
import { consistencyQuery } from './input.ts'
import { commitments, lastCheckpoint, logKeyLine, logStatus, proveConsistency, publicTile } from './queries.ts'
import { parseTilePath, tileWidth } from './tile.ts'
import type { Hash } from './tree.ts'

const tags = ['log']
const int = z.int()

const status = z
  .object({
    origin: z.string(),
    key: z.string().openapi({ description: 'The public key as name+id+base64, c2sp.org/signed-note' }),
    size: int,
    checkpoint: z.string().openapi({ description: 'The newest signed checkpoint, c2sp.org/tlog-checkpoint; empty before the first' }),
    sealedAtMs: int.nullable(),
    stoppedAtMs: int.nullable().openapi({ description: 'Since when the log signs nothing, because it no longer is what it signed' }),
  })
  .openapi('Log')

const consistency = z
  .object({ from: int, to: int, hashes: z.array(z.string()).openapi({ description: 'RFC 6962, section 2.1.2; base64' }) })
  .openapi('LogConsistency')

/** What the log says of itself, and that it only ever grew. */
export const proofRoutes = router()
  .openapi(
    createRoute({ method: 'get', path: '/log', tags, summary: 'The state of the log', responses: { 200: json('The log', status) } }),
    async (c) => {
      const { context } = c.var
      const { checkpoint, fault } = await logStatus(context.county)
      return c.json(
        {
          origin: context.logOrigin,
          key: await logKeyLine(context),
          size: checkpoint?.size ?? 0,
          checkpoint: checkpoint?.note ?? '',
          sealedAtMs: checkpoint?.atMs ?? null,
          stoppedAtMs: fault?.atMs ?? null,
        },
        200,
      )
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/log/consistency',
      tags,
      summary: 'What shows that a later log begins with an earlier one',
      request: { query: consistencyQuery },
      responses: { 200: json('The proof', consistency), ...refused },
    }),
    async (c) => {
      const { from, to } = c.req.valid('query')
      const hashes = found(await proveConsistency(c.var.context.county, from, to))
      return c.json({ from, to, hashes: hashes.map(base64) }, 200)
    },
  )

const forever = 'public, max-age=31536000, immutable'

/** The log itself as c2sp.org/tlog-tiles lays it out, under /log: for anyone, without a session. */
export const logFiles = new Hono<ApiEnv>()
  .get('/checkpoint', async (c) => {
    const { note } = found(await lastCheckpoint(c.var.context.county))
    return c.text(note, 200, { 'cache-control': 'public, max-age=5', 'access-control-allow-origin': '*' })
  })
  .get('/key', async (c) =>
    c.text(`${await logKeyLine(c.var.context)}\n`, 200, { 'cache-control': 'public, max-age=3600', 'access-control-allow-origin': '*' }),
  )
  .get('/tile/*', async (c) => {
    const { county } = c.var.context
    const { level, n, width } = found(parseTilePath(c.req.path.replace(/^.*?\/tile\//, '')))
    const hashes = found(await publicTile(county, { level: level ?? 0, n, width }))
    const bytes = level === null ? bundle(await commitments(county, n * tileWidth, n * tileWidth + width)) : concat(...hashes)
    return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
      'content-type': 'application/octet-stream',
      'cache-control': forever,
      'access-control-allow-origin': '*',
    })
  })

// Each entry behind its length in two bytes.
function bundle(entries: readonly Hash[]): Uint8Array {
  return concat(...entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 255), entry]))
}
