import type { Context as HonoContext } from 'hono'
import type { Child } from 'hono/jsx'
import { formOnce } from '../../src/http/once.ts'
import { statusOf, type AppEnv } from '../../src/http/request.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { lookUpOrder, openLink } from '../../src/order/commands/open-link.ts'
import { changeBasket } from '../../src/order/commands/basket.ts'
import { addToBasket, samePack } from '../../src/order/basket.ts'
import { lookUpInput } from '../../src/order/input.ts'
import { isDisputed } from '../../src/order/dispute.ts'
import { tabOf, type Tab } from '../../src/order/order.ts'
import { checkoutsOfUser } from '../../src/order/queries.ts'
import { gather, packIdsOf, type WholeOrder } from '../../src/order/reading/queries.ts'
import { packsForSale } from '../../src/catalogue/queries.ts'
import { found, Refusal, unwrap } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { Money, Moment } from '../components/amount.tsx'
import { Button, LinkButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Pager } from '../components/navigation.tsx'
import { Empty, Status } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { basketKeyOf, keepBasketId } from './basket-key.ts'
import { addressOf } from './order.tsx'
import { dictionary } from './order-words.ts'
import { textOf } from './form-text.ts'

type C = HonoContext<AppEnv>
const tabs = ['all', 'to_pay', 'to_ship', 'to_receive', 'done', 'after_sales'] as const

/** A signed-in buyer's orders by what comes next; a guest looks one up or signs in. */
export async function myOrdersPage(c: C) {
  const { actor } = c.var.context
  return actor.kind === 'user' ? ordersOf(c, actor.userId) : guestPage(c, null, {})
}

async function ordersOf(c: C, userId: string) {
  const { context } = c.var
  const tab = tabs.find((name) => name === c.req.query('tab')) ?? 'all'
  const before = Number(c.req.query('before')) || undefined
  const rows = await checkoutsOfUser(context.market, userId, before)
  const orders = await gather(
    context,
    rows.map(({ orderId }) => orderId),
  )
  const newestFirst = orders.sort((a, b) => b.placedAtMs - a.placedAtMs)
  const shown = newestFirst.filter((order) => tab === 'all' || tabIn(order) === tab)
  const text = dictionary[context.locale].mine
  const oldest = new Set(rows.map(({ checkoutId }) => checkoutId)).size === 20 ? rows.at(-1)!.createdAtMs : null
  return c.html(
    <Page c={c} title={text.title} surface="storefront">
      <div class="stack">
        <h1>{text.title}</h1>
        <TabLinks current={tab} />
        {shown.length === 0 && (
          <Empty icon="orders" title={text.none}>
            <LinkButton path="/products" kind="primary">
              {dictionary[context.locale].basket.browse}
            </LinkButton>
          </Empty>
        )}
        {shown.map((order) => (
          <OrderCard order={order} />
        ))}
        <Pager first={before ? `/orders?tab=${tab}` : null} next={oldest ? `/orders?tab=${tab}&before=${oldest}` : null} />
        <LookUp problem={null} values={{}} />
      </div>
    </Page>,
  )
}

function tabIn(order: WholeOrder): Tab {
  return tabOf(order.status, order.claims.some(({ status }) => status === 'open') || isDisputed(order.disputes))
}

function TabLinks({ current }: { current: Tab | 'all' }) {
  const locale = useLocale()
  const text = dictionary[locale].mine
  return (
    <nav class="chips" aria-label={text.title}>
      {tabs.map((tab) => (
        <a href={href(locale, `/orders?tab=${tab}`)} aria-current={tab === current ? 'page' : undefined}>
          {text.tabs[tab]}
        </a>
      ))}
    </nav>
  )
}

function OrderCard({ order }: { order: WholeOrder }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const units = order.lines.reduce((sum, line) => sum + line.units, 0)
  const status: Child = <Status tone={tabIn(order) === 'to_pay' ? 'wait' : 'plain'}>{text.order.status[order.status]}</Status>
  return (
    <Card title={words(locale, order.lines[0]!.nameZh, order.lines[0]!.nameEn)} action={status}>
      <p class="row-between">
        <span class="hint">
          <Moment at={order.placedAtMs} /> · {text.mine.items(units)}
        </span>
        <strong>
          <Money fen={order.goodsFen + order.freightFen} />
        </strong>
      </p>
      <LinkButton path={`/orders/${order.checkoutId}`}>
        {text.mine.see} <span class="unseen">{order.number}</span>
      </LinkButton>
    </Card>
  )
}

function guestPage(c: C, problem: Problem | null, values: Record<string, unknown>) {
  const text = dictionary[c.var.context.locale].mine
  return c.html(
    <Page c={c} title={text.title} surface="storefront">
      <div class="narrow stack">
        <h1>{text.title}</h1>
        {c.var.context.actor.kind !== 'user' && (
          <Card title={text.signIn}>
            <p class="soft">{text.signInHint}</p>
            <LinkButton path={`/phone?next=${href(c.var.context.locale, '/orders')}`} kind="primary" wide>
              {text.signIn}
            </LinkButton>
          </Card>
        )}
        <LookUp problem={problem} values={values} />
      </div>
    </Page>,
    problem ? statusOf(problem) : 200,
  )
}

/** An order placed without signing in, found by what its buyer knows. */
function LookUp({ problem, values }: { problem: Problem | null; values: Record<string, unknown> }) {
  const text = dictionary[useLocale()].mine
  return (
    <Card title={text.lookUp}>
      <p class="soft">{text.lookUpHint}</p>
      <Form problem={problem} values={values}>
        <Field label={text.number} name="number" autocomplete="off" placeholder="261121-7KQ3-M8PD" maxlength={40} />
        <Field label={text.lastDigits} name="lastDigits" inputmode="numeric" maxlength={4} pattern="[0-9]{4}" />
        <Button kind="quiet" wide>
          {text.find}
        </Button>
      </Form>
    </Card>
  )
}

export async function lookUp(c: C) {
  const form = await c.req.parseBody()
  const input = parseInput(lookUpInput, form)
  const result = input.ok ? await lookUpOrder(c.var.context, input.value, addressOf(c)) : input
  if (!result.ok) return guestPage(c, result.problem, form)
  return c.redirect(href(c.var.context.locale, `/orders/${result.value}`), 303)
}

/** Puts what an order had, as far as it is still sold, back into the basket. */
export async function buyAgain(c: C) {
  const form = await c.req.parseBody()
  const context = await formOnce(c, c.var.context, form)
  const { orders } = unwrap(await openLink(context, textOf(form, 'checkoutId'), addressOf(c)))
  const order = found(orders.find(({ id }) => id === form['orderId']) ?? null)
  const packs = await packIdsOf(
    context.county,
    order.lines.map(({ packLotId }) => packLotId),
  )
  const wanted = order.lines.map(({ offerId, packLotId, units }) => ({ offerId, packId: packs.get(packLotId) ?? '', units }))
  const sales = await packsForSale(
    context.county,
    wanted.map(({ packId }) => packId),
  )
  const added = wanted.flatMap((pack) => {
    const sale = sales.find((candidate) => samePack(candidate, pack))
    return sale ? [{ ...pack, seenPriceFen: sale.priceFen }] : []
  })
  if (added.length === 0) throw new Refusal({ code: 'offer_gone', facts: {} })
  const change = () => changeBasket(context, basketKeyOf(c), (lines) => added.reduce(addToBasket, [...lines]))
  keepBasketId(c, unwrap(await once(context, 'market', change)))
  return c.redirect(href(context.locale, '/basket'), 303)
}
