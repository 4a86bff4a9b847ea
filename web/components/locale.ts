import { createContext, useContext } from 'hono/jsx'
import type { Locale } from '../../src/platform/context.ts'

export type { Locale }

/** What every component may ask about the page it stands in; `Page` provides it. */
export const LocaleContext = createContext<Locale>('zh')

/** The language of the page being rendered, for components; handlers read `c.var.context.locale`. */
export function useLocale(): Locale {
  return useContext(LocaleContext)
}

/** The address of a page in a language: `href('en', '/basket')` is "/en/basket". An address elsewhere stays as it is. */
export function href(locale: Locale, path: string): string {
  if (locale === 'zh' || path.startsWith('https:')) return path
  return path === '/' ? '/en' : `/en${path}`
}

/** The same address without its language: "/en/basket?a=1" is "/basket?a=1". */
export function withoutLocale(path: string): string {
  const rest = path.replace(/^\/en(?=\/|\?|$)/, '')
  return rest.startsWith('/') ? rest : `/${rest}`
}

/** One of two words, for the few that are not worth a dictionary. */
export function words<T>(locale: Locale, zh: T, en: T): T {
  return locale === 'zh' ? zh : en
}
