import type { Child } from 'hono/jsx'
import { Icon } from './icon.tsx'
import { href, useLocale, words } from './locale.ts'

export type Crumb = { label: string; path?: string }

/** Where the page lies; the last crumb is the page itself and has no path. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  const locale = useLocale()
  return (
    <nav class="crumbs" aria-label={words(locale, '所在位置', 'Where you are')}>
      <ol>
        {crumbs.map(({ label, path }) => (
          <li>{path ? <a href={href(locale, path)}>{label}</a> : <span aria-current="page">{label}</span>}</li>
        ))}
      </ol>
    </nav>
  )
}

/** Paths (without language) of the neighbouring pages of a keyset list; leave out what is not there. */
export function Pager({ first, next, note }: { first?: string | null; next?: string | null; note?: Child }) {
  const locale = useLocale()
  if (!first && !next) return null
  return (
    <nav class="pager" aria-label={words(locale, '翻页', 'Pages')}>
      {first && (
        <a class="button quiet" href={href(locale, first)}>
          <Icon name="back" />
          {words(locale, '回到第一页', 'First page')}
        </a>
      )}
      {note && <span>{note}</span>}
      {next && (
        <a class="button quiet" href={href(locale, next)} rel="next">
          {words(locale, '下一页', 'Next page')}
          <Icon name="arrow" />
        </a>
      )}
    </nav>
  )
}
