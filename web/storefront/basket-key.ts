import type { Context as HonoContext } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AppEnv } from '../../src/http/request.ts'
import type { BasketKey } from '../../src/order/queries.ts'

const name = 'basket'

/** Whose basket this browser looks at: the signed-in buyer's own, or a guest's by its cookie; null when there is none yet. */
export function basketKeyOf(c: HonoContext<AppEnv>): BasketKey | null {
  const { actor } = c.var.context
  if (actor.kind === 'user') return { userId: actor.userId }
  const id = getCookie(c, name)
  return id ? { id } : null
}

export function keepBasketId(c: HonoContext<AppEnv>, id: string): void {
  if (c.var.context.actor.kind === 'user') return
  setCookie(c, name, id, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: new URL(c.req.url).protocol === 'https:',
    maxAge: 60 * 86_400,
  })
}

/** The guest's basket, taken out of the browser: at sign-in it joins the buyer's own. */
export function takeGuestBasketId(c: HonoContext<AppEnv>): string | null {
  const id = getCookie(c, name) ?? null
  if (id) deleteCookie(c, name, { path: '/' })
  return id
}
