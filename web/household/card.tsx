import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { maskName } from '../../src/household/mask.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { loadCard, type CardBooks } from '../../src/income/card/queries.ts'
import { cardTotals } from '../../src/income/card/card.ts'
import { localDate } from '../../src/kernel/time.ts'
import { inputBalances, inputsOfHousehold } from '../../src/settlement/inputs/queries.ts'
import { Day } from '../components/amount.tsx'
import { href, words, type Locale } from '../components/locale.ts'
import { AccountChanges, shownChanges } from './account.tsx'
import { money } from './amounts.ts'
import { Figures } from './figures.tsx'
import { closedPage } from './pin.tsx'
import { CardShell, privately } from './shell.tsx'
import { TakenInputs } from './inputs.tsx'
import { SlipsAndLines } from './slips.tsx'
import { dictionary } from './words.ts'

/** The household's one screen. Query: `year`, `before` (a page's cursor), `said` after a statement. */
export async function cardPage(c: HonoContext<AppEnv>) {
  const { context } = c.var
  const { actor, locale, clock } = context
  if (actor.kind !== 'household') return closedPage(c)
  const { year, before, said } = c.req.query()
  const [card, names, changes, balances, inputs] = await Promise.all([
    loadCard(context, actor.householdId, { year: /^\d{4}$/.test(year ?? '') ? year : undefined, before }),
    namesOf(context, [actor.householdId]),
    shownChanges(context, actor.householdId),
    inputBalances(context.county, { householdId: actor.householdId }),
    inputsOfHousehold(context.county, actor.householdId),
  ])
  const text = dictionary[locale]
  privately(c)
  return c.html(
    <CardShell c={c} title={text.of('', card.year)}>
      <h1>{text.of(maskName(names.get(actor.householdId) ?? ''), card.year)}</h1>
      {said && <p class="note ok">{said === 'right' ? text.thanks : said === 'cancelled' ? text.thanksCancelled : text.thanksNotRight}</p>}
      <AccountChanges changes={changes} now={clock.now()} />
      <Figures card={card} />
      <Overdue card={card} locale={locale} />
      <SlipsAndLines card={card} />
      <TakenInputs balances={balances} rows={inputs} />
      <Elsewhere card={card} locale={locale} />
      <form method="post" action={href(locale, '/card/close')}>
        <p>
          <button type="submit">{text.signOut}</button>
        </p>
      </form>
      <p class="soft">
        {text.call} · <Day on={localDate(clock.now())} /> · {text.closes}
      </p>
    </CardShell>,
  )
}

function Overdue({ card, locale }: { card: CardBooks; locale: Locale }) {
  const { awaitingGuarantorFen } = cardTotals(card.slips)
  if (awaitingGuarantorFen === 0) return null
  return (
    <>
      {card.overdue.map(({ guarantorZh, guarantorEn }) => (
        <p class="note bad">{dictionary[locale].overdue(words(locale, guarantorZh, guarantorEn), money(awaitingGuarantorFen))}</p>
      ))}
    </>
  )
}

function Elsewhere({ card, locale }: { card: CardBooks; locale: Locale }) {
  const text = dictionary[locale]
  const address = href(locale, '/card')
  const years = [...new Set(card.seasons.map(({ year }) => year))]
  return (
    <p class="pages">
      <a href={href(locale, '/card/statement')}>{text.statement}</a>
      {card.next && <a href={`${address}?year=${card.year}&before=${card.next}`}>{text.older}</a>}
      {years
        .filter((year) => year !== card.year)
        .map((year) => (
          <a href={`${address}?year=${year}`}>{text.otherYear(year)}</a>
        ))}
    </p>
  )
}
