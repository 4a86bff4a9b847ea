import { scopeOf } from '../../src/identity/permission.ts'
import { dayTotals, waitingKinds } from '../../src/intake/queries.ts'
import { localDate } from '../../src/kernel/time.ts'
import { listLots } from '../../src/lot/listing/queries.ts'
import { listOrders } from '../../src/order/queries.ts'
import { Day, Mass, Money } from '../components/amount.tsx'
import { Actions, Button, LinkButton } from '../components/button.tsx'
import { Figure, Figures } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Empty } from '../components/notice.tsx'
import { newConsole, ConsolePage, type ConsoleContext } from './console.tsx'
import { LotTable, WaitingKinds } from './lot-list.tsx'
import { dictionary as lotWords } from './lot-words.ts'
import { dictionary } from './words.ts'

const shown = 5

/** The first page of the console: what waits for somebody to do it. */
export const today = newConsole()

today.get('/', async (c) => {
  const { context, organisation } = c.var
  const { locale, actor } = context
  const text = dictionary[locale]
  const on = localDate(context.clock.now())
  const scope = scopeOf(actor, 'order.read')
  const [totals, kinds, toPack, toShip] = await Promise.all([
    dayTotals(context, organisation.id, on),
    waitingKinds(context, organisation.id),
    listLots(context, { organisationId: organisation.id, toPack: true, limit: shown }),
    scope ? listOrders(context.county, scope, { organisationId: organisation.id, status: 'paid' }) : [],
  ])
  return c.html(
    <ConsolePage c={c} title={text.nav.today} wide>
      <div class="row-between">
        <div>
          <p class="soft">
            {words(locale, organisation.nameZh, organisation.nameEn)} · <Day on={on} />
          </p>
          <h1>{text.nav.today}</h1>
        </div>
        <Actions>
          <LinkButton path="/coop/slips/new" kind="primary">
            {text.nav.weigh}
          </LinkButton>
        </Actions>
      </div>
      <Figures>
        <Figure label={text.weighedToday} note={text.slipsCount(totals.slips)}>
          <Mass grams={totals.grams} unit="kg" />
        </Figure>
        <Figure label={text.floorToday}>
          <Money fen={totals.floorDueFen} />
        </Figure>
        <Figure
          label={text.toShip}
          tone={toShip.length > 0 ? 'wait' : 'good'}
          note={<a href={href(locale, '/coop/orders')}>{text.open}</a>}
        >
          {toShip.length === 50 ? text.fiftyOrMore : text.orders(toShip.length)}
        </Figure>
      </Figures>
      <section class="stack">
        <h2>{lotWords[locale].waiting}</h2>
        <WaitingKinds kinds={kinds} />
      </section>
      <section class="stack">
        <h2>{text.toPack}</h2>
        {toPack.length > 0 ? <LotTable rows={toPack} /> : <Empty icon="lot" title={text.nothingToPack} />}
      </section>
      <OtherOrganisations c={c} />
    </ConsolePage>,
  )
})

/** For people who keep the books of several organisations. */
function OtherOrganisations({ c }: { c: ConsoleContext }) {
  const locale = useLocale()
  const { others } = c.var
  if (others.length === 0) return null
  return (
    <form method="post" action={href(locale, '/coop/organisation')} class="actions">
      <span class="soft">{dictionary[locale].switchOrganisation}</span>
      {others.map(({ id, nameZh, nameEn }) => (
        <Button kind="quiet" name="id" value={id}>
          {words(locale, nameZh, nameEn)}
        </Button>
      ))}
    </form>
  )
}
