import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { findBasket } from '../../src/order/queries.ts'
import { basketKeyOf } from './basket-key.ts'

/** Lets a page show how many units lie in the basket; nothing is read for a visitor who has none. */
export const countBasket: MiddlewareHandler<AppEnv> = async (c, next) => {
  const key = basketKeyOf(c)
  const basket = key && (await findBasket(c.var.context.market, key))
  c.set('basketUnits', basket?.lines.reduce((sum, { units }) => sum + units, 0) ?? 0)
  await next()
}
