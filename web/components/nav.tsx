import { Icon } from './icon.tsx'
import { href, useLocale, type Locale } from './locale.ts'
import type { NavItem } from './page.tsx'
import { dictionary } from './words.ts'

const tabsAtMost = 5

/** The storefront's four places. */
export function shopNav(locale: Locale, basketUnits?: number): NavItem[] {
  const text = dictionary[locale]
  return [
    { path: '/', label: text.home, icon: 'home' },
    { path: '/products', label: text.shelf, icon: 'shelf' },
    { path: '/basket', label: text.basket, icon: 'basket', badge: basketUnits },
    { path: '/orders', label: text.orders, icon: 'orders' },
  ]
}

export function SearchForm({ locale, query }: { locale: Locale; query?: string }) {
  const text = dictionary[locale]
  return (
    <form class="search" role="search" action={href(locale, '/products')}>
      <input type="search" name="q" value={query} aria-label={text.search} placeholder={text.searchHint} maxlength={40} />
      <button type="submit" aria-label={text.search}>
        <Icon name="search" />
      </button>
    </form>
  )
}

export function NavLinks({ items, current }: { items: readonly NavItem[]; current: NavItem | undefined }) {
  const locale = useLocale()
  return (
    <>
      {items.map((item) => (
        <a href={href(locale, item.path)} aria-current={item === current ? 'page' : undefined}>
          <Icon name={item.icon} />
          <span>{item.label}</span>
          {item.badge ? <span class="badge">{item.badge}</span> : null}
        </a>
      ))}
    </>
  )
}

/** The same places at the bottom of a phone; what does not fit waits under "more". */
export function Tabs({ items, path }: { items: readonly NavItem[]; path: string }) {
  const text = dictionary[useLocale()]
  if (items.length === 0) return null
  const fits = items.length <= tabsAtMost
  const shown = fits ? items : items.slice(0, tabsAtMost - 1)
  const current = currentOf(items, path)
  const hidden = current !== undefined && !shown.includes(current)
  return (
    <nav class="tabs" aria-label={text.tabs}>
      <NavLinks items={shown} current={current} />
      {!fits && (
        <details>
          <summary class={hidden ? 'on' : undefined}>
            <Icon name="more" />
            <span>{text.more}</span>
          </summary>
          <div class="sheet">
            <NavLinks items={items.slice(shown.length)} current={current} />
          </div>
        </details>
      )}
    </nav>
  )
}

/** The item whose path is the longest beginning of the page's path. */
export function currentOf(items: readonly NavItem[], path: string): NavItem | undefined {
  const matching = items.filter((item) => path === item.path || (item.path !== '/' && path.startsWith(`${item.path}/`)))
  return matching.sort((a, b) => b.path.length - a.path.length)[0]
}
