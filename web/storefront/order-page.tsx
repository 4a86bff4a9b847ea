import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { yuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { problemWords } from '../../src/kernel/problem.ts'
import { fullAddress } from '../../src/order/address.ts'
import { isDisputed } from '../../src/order/dispute.ts'
import type { findCheckout } from '../../src/order/queries.ts'
import type { WholeOrder } from '../../src/order/reading/queries.ts'
import type { Organisation } from '../../src/organisation/queries.ts'
import type { OrderDivision, OrderLot } from '../../src/proceeds/order-division.ts'
import { Money, Moment } from '../components/amount.tsx'
import { LinkButton } from '../components/button.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Notice, Status } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { OrderActions, PayActions } from './order-actions.tsx'
import { OrderMoney } from './order-money.tsx'
import { OrderSteps } from './order-steps.tsx'
import { dictionary } from './order-words.ts'

export type ShownOrder = { order: WholeOrder; organisation: Organisation; lots: OrderLot[]; division: OrderDivision | null }
export type Checkout = NonNullable<Awaited<ReturnType<typeof findCheckout>>>

/** What has just happened, if the page was come to for that. */
export type OrderNote = 'paid' | 'claimed' | 'cancelled' | 'unavailable' | 'returned'

type OrderProps = {
  c: HonoContext<AppEnv>
  checkout: Checkout
  orders: ShownOrder[]
  note: OrderNote | null
  problem: Problem | null
}

const tones = {
  reserved: 'wait',
  released: 'plain',
  paid: 'good',
  cancelled: 'plain',
  shipped: 'good',
  received: 'good',
  final: 'good',
} as const

/** Everything about one checkout, one card a parcel. */
export function OrderPage({ c, checkout, orders, note, problem }: OrderProps) {
  const { locale, actor, environment } = c.var.context
  const text = dictionary[locale].order
  const { unavailable, waiting, waitingHint, lookAgain } = dictionary[locale].payment
  const said = { paid: text.thanks, claimed: dictionary[locale].claim.sent, cancelled: text.refunding, unavailable }
  const showsMessages = environment === 'demo' || environment === 'development'
  return (
    <Page c={c} title={text.title} surface="storefront" island="copy">
      <div class="stack order">
        <h1>{text.title}</h1>
        {problem && <Notice tone="bad" title={problemWords(problem, locale)} />}
        {note && note !== 'returned' && !problem && <Notice tone={note === 'unavailable' ? 'wait' : 'good'} title={said[note]} />}
        {note === 'returned' && (
          <Notice tone="wait" title={waiting}>
            <p>{waitingHint}</p>
            <LinkButton path={`/orders/${checkout.id}?returned=yes`}>{lookAgain}</LinkButton>
          </Notice>
        )}
        {checkout.status === 'open' && <PayActions checkout={checkout} />}
        {orders.map((shown) => (
          <OrderCard checkout={checkout} shown={shown} origin={new URL(c.req.url).origin} />
        ))}
        {actor.kind === 'guest' && <p class="hint">{text.keep}</p>}
        {showsMessages && (
          <p>
            <a href={href(locale, '/demo/messages')}>{text.messages}</a>
          </p>
        )}
      </div>
    </Page>
  )
}

function OrderCard({ checkout, shown, origin }: { checkout: Checkout; shown: ShownOrder; origin: string }) {
  const locale = useLocale()
  const text = dictionary[locale].order
  const { order, organisation, lots, division } = shown
  return (
    <>
      <Card
        title={words(locale, organisation.nameZh, organisation.nameEn)}
        action={<Status tone={tones[order.status]}>{text.status[order.status]}</Status>}
      >
        <p class="hint">
          {text.number} <span class="number">{order.number}</span>
        </p>
        <OrderSteps order={order} />
        <Lines order={order} />
        <Sums order={order} />
        <Facts
          facts={[
            [
              text.to,
              `${order.recipientName} ${order.recipientPhone} ${fullAddress(order.recipientProvince, order.recipientAddress, locale)}`,
            ],
          ]}
        />
        <History order={order} />
        <OrderActions checkout={checkout} order={order} />
      </Card>
      {division && division.totalFen > 0 && <OrderMoney division={division} lots={lots} origin={origin} />}
    </>
  )
}

function Sums({ order }: { order: WholeOrder }) {
  const text = dictionary[useLocale()].order
  const refunded = order.refundedGoodsFen + order.refundedFreightFen
  return (
    <dl class="totals">
      <div>
        <dt>{text.goods}</dt>
        <dd>¥{yuan(order.goodsFen)}</dd>
      </div>
      <div>
        <dt>{text.freight}</dt>
        <dd>¥{yuan(order.freightFen)}</dd>
      </div>
      {refunded > 0 && (
        <div>
          <dt>{text.refunded}</dt>
          <dd>−¥{yuan(refunded)}</dd>
        </div>
      )}
      <div class="total">
        <dt>{sumWords(order, text)}</dt>
        <dd>¥{yuan(order.goodsFen + order.freightFen - refunded)}</dd>
      </div>
    </dl>
  )
}

// What nobody has paid yet is not called paid.
function sumWords({ status }: WholeOrder, text: (typeof dictionary)['zh']['order']): string {
  if (status === 'reserved') return text.sumDue
  return status === 'released' ? text.sumClosed : text.sum
}

function Lines({ order }: { order: WholeOrder }) {
  const locale = useLocale()
  const text = dictionary[locale].order
  return (
    <ul class="lines">
      {order.lines.map((line) => (
        <li>
          <span class="what">
            <a href={href(locale, `/products/${line.offerId}`)}>{words(locale, line.nameZh, line.nameEn)}</a>
            <span class="hint">
              ¥{yuan(line.priceFen)} × {line.units}
              {line.refundedUnits > 0 && ` · ${text.refunded} ${line.refundedUnits}`}
            </span>
          </span>
          <Money fen={line.priceFen * line.units} />
        </li>
      ))}
    </ul>
  )
}

function History({ order }: { order: WholeOrder }) {
  const text = dictionary[useLocale()].order
  const { claims, refunds, disputes } = order
  return (
    <>
      {claims.length > 0 && (
        <section>
          <h3>{text.claimsTitle}</h3>
          {claims.map((claim) => (
            <p>
              <Status tone={claim.status === 'open' ? 'wait' : 'plain'}>{text.claims[claim.status]}</Status> {claim.words}
              {claim.decisionReason && <span class="hint"> {claim.decisionReason}</span>}
            </p>
          ))}
        </section>
      )}
      {disputes.length > 0 && (
        <section>
          <h3>{text.disputesTitle}</h3>
          {disputes.map((dispute) => (
            <p>
              <Status tone={dispute.status === 'open' ? 'wait' : 'plain'}>{text.disputes[dispute.status]}</Status>{' '}
              <Money fen={dispute.amountFen} />
            </p>
          ))}
          {isDisputed(disputes) && <p class="hint">{text.disputeHint}</p>}
        </section>
      )}
      {refunds.length > 0 && (
        <section>
          <h3>{text.refundsTitle}</h3>
          {refunds.map((refund) => (
            <p>
              <Moment at={refund.atMs} /> <Money fen={refund.goodsFen + refund.freightFen} />{' '}
              <span class="hint">{refund.kind === 'dispute' ? text.byBank : refund.reason}</span>
            </p>
          ))}
        </section>
      )}
    </>
  )
}
