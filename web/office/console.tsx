import type { Context as HonoContext, Hono } from 'hono'
import type { PropsWithChildren } from 'hono/jsx'
import { newApp, type AppEnv } from '../../src/http/request.ts'
import { Page, type NavItem } from '../components/page.tsx'
import { accountWords } from './account-words.ts'
import { dictionary } from './words.ts'

export type OfficeContext = HonoContext<AppEnv>

/** Routes of the office; mounted in app.tsx under /office. */
export function newOffice(): Hono<AppEnv> {
  return newApp()
}

type OfficePageProps = PropsWithChildren<{ c: OfficeContext; title: string; wide?: boolean; island?: string }>

/** A page of the office with its navigation. */
export function OfficePage({ c, children, ...page }: OfficePageProps) {
  return (
    <Page c={c} surface="office" nav={navigation(c)} {...page}>
      {children}
    </Page>
  )
}

// What a supervisor may only look at is not offered to them; the commands refuse it all the same.
function navigation(c: OfficeContext): NavItem[] {
  const { actor, locale } = c.var.context
  const { nav } = dictionary[locale]
  const isOffice = actor.kind === 'user' && actor.grants.some(({ role }) => role === 'office')
  const registry: NavItem[] = [
    { path: '/office/contracts', label: nav.contracts, icon: 'contract' },
    { path: '/office/prices', label: nav.prices, icon: 'tag' },
    { path: '/office/import', label: nav.import, icon: 'people' },
  ]
  return [
    { path: '/office', label: nav.overview, icon: 'map' },
    { path: '/office/settlements', label: nav.settlements, icon: 'coin' },
    { path: '/office/floors', label: nav.floors, icon: 'chart' },
    { path: '/office/statements', label: nav.statements, icon: 'flag' },
    { path: '/office/corrections', label: nav.corrections, icon: 'slip' },
    { path: '/office/accounts', label: accountWords[locale].title, icon: 'person' },
    { path: '/office/cash', label: nav.cash, icon: 'basket' },
    ...(isOffice ? registry : []),
  ]
}
