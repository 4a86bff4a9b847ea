import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { cardLine, cardSlip } from '../../src/income/card/queries.ts'
import { openLink } from '../../src/order/commands/open-link.ts'
import { found, Refusal, unwrap } from '../../src/platform/api.ts'
import type { Kind } from '../../src/proof/kinds.ts'
import { proveFact } from '../../src/proof/queries.ts'
import { addressOf } from '../storefront/order.tsx'

type C = HonoContext<AppEnv>

async function download(c: C, kind: Kind, subject: string) {
  const file = unwrap(await proveFact(c.var.context, kind, subject))
  const name = `${subject.replaceAll(/\W/g, '-')}.tlog-proof`
  return c.body(file, 200, {
    'content-type': 'text/plain; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'private, no-store',
  })
}

/** The payment of an order, for whoever holds the order's link. */
export async function orderProof(c: C) {
  const { orders } = unwrap(await openLink(c.var.context, c.req.param('checkout')!, addressOf(c)))
  const order = found(orders.find(({ id }) => id === c.req.param('order')) ?? null)
  return download(c, 'entry', `pay:${order.id}`)
}

function householdOf(c: C): string {
  const { actor } = c.var.context
  if (actor.kind !== 'household') throw new Refusal({ code: 'sign_in_required', facts: {} })
  return actor.householdId
}

/** A household's own line, or its own slip. */
export async function lineProof(c: C) {
  const id = c.req.param('id')!
  found(await cardLine(c.var.context.county, householdOf(c), id))
  return download(c, 'line', id)
}

export async function slipProof(c: C) {
  const id = c.req.param('id')!
  found(await cardSlip(c.var.context.county, householdOf(c), id))
  return download(c, 'slip', id)
}
