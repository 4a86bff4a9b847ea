import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { localMinute } from '../../src/kernel/time.ts'
import { findCheckout } from '../../src/order/queries.ts'
import { openPayment, sandboxEvent } from '../../src/payment/commands.ts'
import { sandboxEventInput } from '../../src/payment/input.ts'
import { findPayment } from '../../src/payment/queries.ts'
import { found, Refusal, unwrap } from '../../src/platform/api.ts'
import { parseInput } from '../../src/platform/input.ts'
import { receivePayment } from '../../src/proceeds/commands/post-payment.ts'
import { Money } from '../components/amount.tsx'
import { LinkButton } from '../components/button.tsx'
import { Card } from '../components/figure.tsx'
import { OnceField } from '../components/form.tsx'
import { href } from '../components/locale.ts'
import { Notice } from '../components/notice.tsx'
import { Page } from '../components/page.tsx'
import { dictionary } from './order-words.ts'
import { textOf } from './form-text.ts'

type C = HonoContext<AppEnv, '/pay/:id'>

async function readPayment(c: C) {
  const { market, gateway } = c.var.context
  if (gateway.name !== 'sandbox') throw new Refusal({ code: 'not_found', facts: {} })
  const payment = found(await findPayment(market, c.req.param('id')))
  return { payment, checkout: found(await findCheckout(market, payment.checkoutId)) }
}

/** The sandbox's till: the buyer pays, fails to, or leaves. With a provider, its own page takes this one's place. */
export async function paymentPage(c: C) {
  const { context } = c.var
  const { locale } = context
  if (context.gateway.name !== 'sandbox') {
    const { checkoutId } = found(await findPayment(context.market, c.req.param('id')))
    return c.redirect(href(locale, unwrap(await openPayment(context, checkoutId))), 303)
  }
  const { payment, checkout } = await readPayment(c)
  const orderPath = `/orders/${checkout.id}`
  if (checkout.status === 'paid') return c.redirect(href(locale, orderPath), 303)
  const text = dictionary[locale].payment
  return c.html(
    <Page c={c} title={text.title} surface="storefront">
      <div class="narrow stack payment">
        <h1>{text.title}</h1>
        {payment.status === 'failed' && <Notice tone="bad" title={text.failed} />}
        {checkout.status === 'expired' ? (
          <Notice tone="wait" title={text.closed}>
            <LinkButton path="/products">{text.again}</LinkButton>
          </Notice>
        ) : (
          <Card>
            <p class="soft">{text.amount}</p>
            <p class="big">
              <Money fen={payment.amountFen} />
            </p>
            <p>{text.until(localMinute(checkout.expiresAtMs).slice(11))}</p>
            <form method="post" class="stack">
              <OnceField />
              <p class="hint">{text.sandbox}</p>
              <button class="button primary wide" type="submit" name="kind" value="captured">
                {text.pay}
              </button>
              <button class="button quiet wide" type="submit" name="kind" value="failed">
                {text.fail}
              </button>
            </form>
            <LinkButton path={orderPath} wide>
              {text.leave}
            </LinkButton>
          </Card>
        )}
      </div>
    </Page>,
  )
}

export async function tryPayment(c: C) {
  const { context } = c.var
  const { payment } = await readPayment(c)
  const form = await c.req.parseBody()
  const { kind } = unwrap(parseInput(sandboxEventInput, form))
  const event = await sandboxEvent(payment.id, kind, textOf(form, 'once'))
  const checkoutId = unwrap(await receivePayment(context, event))
  return c.redirect(href(context.locale, kind === 'failed' ? `/pay/${payment.id}` : `/orders/${checkoutId}?paid=yes`), 303)
}
