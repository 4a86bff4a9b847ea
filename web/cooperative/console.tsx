import { Hono, type Context as HonoContext } from 'hono'
import type { PropsWithChildren } from 'hono/jsx'
import { permit } from '../../src/identity/permission.ts'
import type { Organisation } from '../../src/organisation/queries.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { Page, type NavItem } from '../components/page.tsx'
import { dictionary } from './words.ts'

export type ConsoleEnv = {
  Bindings: AppEnv['Bindings']
  Variables: AppEnv['Variables'] & { organisation: Organisation; others: Organisation[] }
}
export type ConsoleContext = HonoContext<ConsoleEnv>

/** Routes of the cooperative console; `c.var.organisation` is the one whose books are open, `others` are those one could switch to. Mounted in app.tsx under /coop. */
export function newConsole(): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
}

type ConsolePageProps = PropsWithChildren<{ c: ConsoleContext; title: string; wide?: boolean; island?: string }>

/** A page of the console: its navigation, and which organisation's books these are. */
export function ConsolePage({ c, children, ...page }: ConsolePageProps) {
  return (
    <Page c={c} surface="cooperative" nav={navigation(c)} {...page}>
      {children}
    </Page>
  )
}

function navigation(c: ConsoleContext): NavItem[] {
  const { actor, locale } = c.var.context
  const { nav } = dictionary[locale]
  const isManager = permit(actor, 'user.create', { organisationId: c.var.organisation.id }) === null
  return [
    { path: '/coop', label: nav.today, icon: 'home' },
    { path: '/coop/slips/new', label: nav.weigh, icon: 'scale' },
    { path: '/coop/slips', label: nav.slips, icon: 'slip' },
    { path: '/coop/lots', label: nav.lots, icon: 'lot' },
    { path: '/coop/offers', label: nav.offers, icon: 'tag' },
    { path: '/coop/orders', label: nav.orders, icon: 'truck' },
    { path: '/coop/members', label: nav.members, icon: 'people' },
    { path: '/coop/contracts', label: nav.contracts, icon: 'contract' },
    { path: '/coop/inputs', label: nav.inputs, icon: 'leaf' },
    { path: '/coop/settlements', label: nav.settlements, icon: 'coin' },
    ...(isManager ? managerNav(nav) : []),
  ]
}

const managerNav = (nav: (typeof dictionary)['zh']['nav']): NavItem[] => [
  { path: '/coop/ledger', label: nav.ledger, icon: 'book' },
  { path: '/users', label: nav.users, icon: 'person' },
]
