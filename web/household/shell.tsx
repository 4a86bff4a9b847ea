import type { Context as HonoContext } from 'hono'
import { raw } from 'hono/html'
import type { PropsWithChildren } from 'hono/jsx'
import type { AppEnv } from '../../src/http/request.ts'
import { href, LocaleContext, withoutLocale, words } from '../components/locale.ts'
import { style } from './style.ts'
import { dictionary } from './words.ts'

type ShellProps = PropsWithChildren<{ c: HonoContext<AppEnv>; title: string; style?: string }>

/** The card's own small shell: everything in one request, no script, no file from elsewhere. */
export function CardShell({ c, title, style: own = '', children }: ShellProps) {
  const { locale, environment } = c.var.context
  const text = dictionary[locale]
  const path = withoutLocale(c.req.path)
  return (
    <LocaleContext.Provider value={locale}>
      {raw('<!doctype html>')}
      <html lang={words(locale, 'zh-CN', 'en')}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content="light dark" />
          <link rel="icon" href="data:," />
          <title>{`${title} · ${text.card}`}</title>
          <style nonce={c.var.secureHeadersNonce}>{raw(style + own)}</style>
        </head>
        <body>
          <header>
            <b>
              {text.brand} · {text.card}
            </b>
            <a href={href(locale === 'zh' ? 'en' : 'zh', path)} lang={text.otherCode} hreflang={text.otherCode}>
              {text.other}
            </a>
          </header>
          <main>
            {environment === 'demo' && <p class="note">{text.demo}</p>}
            {children}
          </main>
        </body>
      </html>
    </LocaleContext.Provider>
  )
}

/** A card's session ends ten minutes after it was opened. */
export const openSeconds = 600

/** What belongs to one household: kept by no cache, and cleared from the screen when its session is over. */
export function privately(c: HonoContext<AppEnv>): void {
  c.header('cache-control', 'no-store')
  c.header('refresh', `${openSeconds};url=${href(c.var.context.locale, '/card/closed')}`)
}
