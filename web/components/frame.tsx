import type { Actor } from '../../src/kernel/actor.ts'
import { Icon } from './icon.tsx'
import { href, type Locale } from './locale.ts'
import type { Surface } from './page.tsx'
import { dictionary } from './words.ts'

const homes: Record<Surface, string> = {
  storefront: '/',
  cooperative: '/coop',
  household: '/card',
  office: '/office',
  operator: '/operator',
}

/** Four footprints in a row, 四跟: money, household, leader, market. */
export function Brand({ surface, locale }: { surface: Surface; locale: Locale }) {
  const text = dictionary[locale]
  return (
    <a class="brand" href={href(locale, homes[surface])}>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path class="leaf-1" d="M4 28C4 20 9 15 15 15c0 7-4 12-11 13z" />
        <path class="leaf-2" d="M9 19C8 12 12 6 19 4c1 7-2 13-10 15z" />
        <path class="leaf-3" d="M14 24c1-7 6-11 14-11-1 8-6 12-14 11z" />
        <circle class="berry" cx="24.5" cy="6.5" r="3.5" />
      </svg>
      <span>{text.brand}</span>
      {surface !== 'storefront' && <span class="console-name">{text.consoles[surface]}</span>}
    </a>
  )
}

export function Banner({ locale }: { locale: Locale }) {
  return (
    <aside class="banner" aria-label={dictionary[locale].demoLabel}>
      {dictionary[locale].demo}
    </aside>
  )
}

type IdentityProps = { actor: Actor; locale: Locale; path: string; surface: Surface; basketUnits?: number }

/** Who is signed in or the way to do so, and the other language of this very page; the basket where a bar hides the tabs. */
export function Identity({ actor, locale, path, surface, basketUnits }: IdentityProps) {
  const text = dictionary[locale]
  const mayEnter = surface === 'storefront' && actor.kind === 'guest' && !/^\/(phone|sign-in)\b/.test(path)
  return (
    <div class="identity">
      <a href={href(locale === 'zh' ? 'en' : 'zh', path)} lang={text.languageCode} hreflang={text.languageCode}>
        {text.language}
      </a>
      {actor.kind === 'user' && (
        <a href={href(locale, '/account')}>
          <Icon name="person" />
          {actor.name}
        </a>
      )}
      {mayEnter && (
        <a href={href(locale, `/phone?next=${encodeURIComponent(href(locale, path))}`)} rel="nofollow">
          <Icon name="person" />
          {text.signIn}
        </a>
      )}
      {surface === 'storefront' && (
        <a class="to-basket" href={href(locale, '/basket')}>
          <Icon name="basket" />
          {text.basket}
          {basketUnits ? <span class="badge">{basketUnits}</span> : null}
        </a>
      )}
    </div>
  )
}

export function Footer({ locale }: { locale: Locale }) {
  const text = dictionary[locale]
  return (
    <footer class="bottom">
      <div class="inner">
        <p class="motto">{text.motto}</p>
        <p>
          <strong>{text.contact}</strong> {text.contactText}
        </p>
        <p>
          <strong>{text.privacy}</strong> {text.privacyText}
        </p>
        <p>
          {text.licence} <a href={href(locale, '/verify')}>{text.verify}</a> <a href={href(locale, '/reference')}>{text.reference}</a>{' '}
          <a href={href(locale, '/sign-in')}>{text.staff}</a>
        </p>
      </div>
    </footer>
  )
}
