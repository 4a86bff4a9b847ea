import type { Context as HonoContext } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { Actor } from '../kernel/actor.ts'
import { findActor } from '../identity/queries.ts'
import type { Context } from '../platform/context.ts'
import { sha256 } from '../platform/digest.ts'

// Browsers accept the __Host- prefix only over https; a local address has none.
function cookieOf(c: HonoContext): { name: string; secure: boolean } {
  const secure = new URL(c.req.url).protocol === 'https:'
  return { name: secure ? '__Host-sigen' : 'sigen', secure }
}

/** The session token of a request: a bearer header for programs, a cookie for people. */
export function sessionToken(c: HonoContext): string | null {
  const bearer = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
  return bearer ?? getCookie(c, cookieOf(c).name) ?? null
}

export async function actorOf(c: HonoContext, context: Context): Promise<Actor> {
  const token = sessionToken(c)
  return token ? findActor(context.market, await sha256(token), context.clock.now()) : { kind: 'guest' }
}

export function keepSession(c: HonoContext, token: string, seconds: number): void {
  const { name, secure } = cookieOf(c)
  setCookie(c, name, token, { path: '/', httpOnly: true, secure, sameSite: 'Lax', maxAge: seconds })
}

export function dropSession(c: HonoContext): void {
  deleteCookie(c, cookieOf(c).name, { path: '/' })
}
