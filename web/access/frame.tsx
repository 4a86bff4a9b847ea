import type { Context as HonoContext } from 'hono'
import type { PropsWithChildren } from 'hono/jsx'
import type { AppEnv } from '../../src/http/request.ts'
import type { Actor, Role } from '../../src/kernel/actor.ts'
import { Refusal } from '../../src/platform/api.ts'
import { Page, type NavItem } from '../components/page.tsx'
import { dictionary as shared } from '../components/words.ts'
import { dictionary } from './words.ts'

/** A page of the operator's console; a manager sees of it only the accounts of their own organisation. */
export function AccessPage({ c, title, children }: PropsWithChildren<{ c: HonoContext<AppEnv>; title: string }>) {
  const { actor, locale } = c.var.context
  const text = dictionary[locale]
  const users: NavItem = { path: '/users', label: text.users, icon: 'person' }
  const nav: NavItem[] = isOperator(actor)
    ? [
        { path: '/operator', label: text.organisations, icon: 'people' },
        { path: '/operator/reconciliations', label: text.reconciliations, icon: 'coin' },
        users,
      ]
    : [{ path: '/coop', label: shared[locale].consoles.cooperative, icon: 'home' }, users]
  return (
    <Page c={c} title={title} surface={isOperator(actor) ? 'operator' : 'cooperative'} nav={nav}>
      {children}
    </Page>
  )
}

/** Lets through only who holds one of these roles; a guest is asked to sign in. */
export function ownGrant(c: HonoContext<AppEnv>, ...roles: Role[]): void {
  const { actor } = c.var.context
  if (actor.kind === 'guest') throw new Refusal({ code: 'sign_in_required', facts: {} })
  if (actor.kind !== 'user' || !actor.grants.some(({ role }) => roles.includes(role))) throw new Refusal({ code: 'forbidden', facts: {} })
}

export function isOperator(actor: Actor): boolean {
  return actor.kind === 'user' && actor.grants.some(({ role }) => role === 'operator')
}
