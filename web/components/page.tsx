import { raw } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Context } from '../../src/platform/context.ts'
import { asset } from './asset.ts'
import { Banner, Brand, Footer, Identity } from './frame.tsx'
import type { IconName } from './icon.tsx'
import { href, LocaleContext, withoutLocale, words } from './locale.ts'
import { currentOf, NavLinks, SearchForm, shopNav, Tabs } from './nav.tsx'
import { dictionary } from './words.ts'

export type Surface = 'storefront' | 'cooperative' | 'household' | 'office' | 'operator'

/** `path` without language; the item is current on the path and below it. */
export type NavItem = { path: string; label: string; icon: IconName; badge?: number }

/** What a page needs of its request; every console's Hono context fits. */
export type PageRequest = { req: { path: string; url: string }; var: { context: Context; basketUnits?: number } }

type PageProps = PropsWithChildren<{
  /** The request: gives language, path, who is signed in. */
  c: PageRequest
  title: string
  surface: Surface
  /** The console's navigation; the storefront has its own. */
  nav?: readonly NavItem[]
  /** What was searched for, shown in the search box. */
  query?: string
  description?: string
  /** The picture shown where the page is shared: a path on this site. */
  shareImage?: string
  /** Use the whole width: dense tables. */
  wide?: boolean
  /** A bar that stays at the bottom of the screen, such as price and "add to basket". */
  bar?: Child
  /** A script of web/islands that the page gains from: "weigh". */
  island?: string
}>

/** A whole page in its surface's shell: `return c.html(<Page c={c} title="…" surface="office">…</Page>)`. The page writes its own h1. */
export function Page(props: PageProps) {
  const { c, surface, bar, wide, island } = props
  const { locale } = c.var.context
  return (
    <LocaleContext.Provider value={locale}>
      {raw('<!doctype html>')}
      <html lang={words(locale, 'zh-CN', 'en')}>
        <Head {...props} />
        <body class={`${surface}${surface === 'storefront' ? '' : ' console'}${bar ? ' has-bar' : ''}`}>
          <Top {...props} />
          <main id="main" class={wide ? 'wide' : undefined} tabindex={-1}>
            {props.children}
          </main>
          {bar && (
            <section class="bar-bottom" aria-label={props.title}>
              {bar}
            </section>
          )}
          <Footer locale={locale} />
          <Tabs items={navOf(props)} path={pathOf(c)} />
          {island && <script type="module" src={asset(`/islands/${island}.js`)} />}
        </body>
      </html>
    </LocaleContext.Provider>
  )
}

function Head({ c, title, surface, description, shareImage }: PageProps) {
  const { locale } = c.var.context
  const { origin, search } = new URL(c.req.url)
  const path = pathOf(c)
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <title>{`${title} · ${dictionary[locale].brand}`}</title>
      {description && <meta name="description" content={description} />}
      {surface !== 'storefront' && <meta name="robots" content="noindex" />}
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#1f5c3a" />
      <link rel="icon" href="data:," />
      <link rel="alternate" hreflang="zh-CN" href={`${origin}${path}${search}`} />
      <link rel="alternate" hreflang="en" href={`${origin}${href('en', path)}${search}`} />
      {surface === 'storefront' && (
        <Sharing
          title={title}
          description={description}
          image={`${origin}${shareImage ?? asset('/drawings/bayberry.svg')}`}
          url={`${origin}${c.req.path}`}
        />
      )}
      <link rel="stylesheet" href={asset('/app.css')} />
      {surface === 'storefront' && <link rel="stylesheet" href={asset('/shop.css')} />}
      {surface !== 'storefront' && <link rel="stylesheet" href={asset('/console.css')} />}
    </head>
  )
}

type SharingProps = { title: string; description?: string; image: string; url: string }

/** What a chat shows when the address is pasted into it. */
function Sharing({ title, description, image, url }: SharingProps) {
  return (
    <>
      <meta property="og:type" content="website" />
      <meta property="og:title" content={title} />
      {description && <meta property="og:description" content={description} />}
      <meta property="og:image" content={image} />
      <meta property="og:url" content={url} />
    </>
  )
}

function Top(props: PageProps) {
  const { c, surface, query } = props
  const { locale, actor, environment } = c.var.context
  const text = dictionary[locale]
  const items = navOf(props)
  return (
    <>
      <a class="skip" href="#main">
        {text.skip}
      </a>
      {environment === 'demo' && <Banner locale={locale} />}
      <header class="top">
        <div class="inner">
          <Brand surface={surface} locale={locale} />
          {surface === 'storefront' && <SearchForm locale={locale} query={query} />}
          <nav class="links" aria-label={text.main}>
            <NavLinks items={items} current={currentOf(items, pathOf(c))} />
          </nav>
          <Identity
            actor={actor}
            locale={locale}
            path={`${pathOf(c)}${new URL(c.req.url).search}`}
            surface={surface}
            basketUnits={c.var.basketUnits}
          />
        </div>
      </header>
    </>
  )
}

function navOf({ c, surface, nav }: PageProps): readonly NavItem[] {
  return surface === 'storefront' ? shopNav(c.var.context.locale, c.var.basketUnits) : (nav ?? [])
}

function pathOf(c: PageRequest): string {
  return withoutLocale(c.req.path)
}
