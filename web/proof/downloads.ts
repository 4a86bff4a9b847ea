import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { cardLine, cardSlip } from '../../src/income/card/queries.ts'
import { openLink } from '../../src/order/commands/open-link.ts'
import { found, unwrap } from '../../src/platform/api.ts'
import type { Kind } from '../../src/proof/kinds.ts'
import { proveFact } from '../../src/proof/queries.ts'
import { href } from '../components/locale.ts'
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

/** A household's own line; the card's pages lead whoever is not one to the card. */
export async function lineProof(c: C) {
  const { actor, county, locale } = c.var.context
  if (actor.kind !== 'household') return c.redirect(href(locale, '/card'), 303)
  const id = c.req.param('id')!
  found(await cardLine(county, actor.householdId, id))
  return download(c, 'line', id)
}

/** A household's own slip. */
export async function slipProof(c: C) {
  const { actor, county, locale } = c.var.context
  if (actor.kind !== 'household') return c.redirect(href(locale, '/card'), 303)
  const id = c.req.param('id')!
  found(await cardSlip(county, actor.householdId, id))
  return download(c, 'slip', id)
}
