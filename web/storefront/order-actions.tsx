import { localMinute } from '../../src/kernel/time.ts'
import { isDisputed } from '../../src/order/dispute.ts'
import { claimsUntil } from '../../src/order/order.ts'
import type { WholeOrder } from '../../src/order/reading/queries.ts'
import { Actions, Button, LinkButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Form, OnceField } from '../components/form.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Notice } from '../components/notice.tsx'
import type { Checkout } from './order-page.tsx'
import { dictionary as proof } from '../proof/words.ts'
import { dictionary } from './order-words.ts'

/** What can be done before paying: pay, or give up. */
export function PayActions({ checkout }: { checkout: Checkout }) {
  const locale = useLocale()
  const { order, payment } = dictionary[locale]
  return (
    <Notice tone="wait" title={order.status.reserved}>
      <p>{payment.until(localMinute(checkout.expiresAtMs).slice(11))}</p>
      <Actions>
        <LinkButton path={`/orders/${checkout.id}/payment`} kind="primary">
          {order.toPay}
        </LinkButton>
        <form method="post" action={href(locale, `/orders/${checkout.id}/cancellation`)}>
          <OnceField />
          <Button kind="quiet">{order.giveUp}</Button>
        </form>
      </Actions>
    </Notice>
  )
}

/** What the buyer can do with one parcel now. */
export function OrderActions({ checkout, order }: { checkout: Checkout; order: WholeOrder }) {
  const locale = useLocale()
  const text = dictionary[locale].order
  const path = `/orders/${checkout.id}/${order.id}`
  const until = order.status === 'received' ? claimsUntil(order.receivedAtMs, order) : null
  return (
    <>
      {order.status === 'paid' && !isDisputed(order.disputes) && <Cancel action={href(locale, `${path}/cancellation`)} />}
      <Actions>
        {order.status === 'shipped' && (
          <form method="post" action={href(locale, `${path}/receipt`)}>
            <OnceField />
            <Button>{text.receive}</Button>
          </form>
        )}
        {until !== null && <LinkButton path={`${path}/claim`}>{text.claim}</LinkButton>}
        {order.status !== 'reserved' && <Again order={order} />}
        {order.paidAtMs !== null && <LinkButton path={`${path}/proof`}>{proof[locale].proof}</LinkButton>}
      </Actions>
      {until !== null && <p class="hint">{text.claimUntil(localMinute(until))}</p>}
      {order.paidAtMs !== null && (
        <p class="hint">
          {proof[locale].proofHint} <a href={href(locale, '/verify')}>{proof[locale].verifyLink}</a>
        </p>
      )}
    </>
  )
}

function Cancel({ action }: { action: string }) {
  const text = dictionary[useLocale()].order
  return (
    <details class="fold">
      <summary>{text.cancel}</summary>
      <Form action={action}>
        <p class="hint">{text.cancelHint}</p>
        <Field label={text.cancelReason} name="reason" maxlength={200} />
        <Button kind="danger">{text.cancel}</Button>
      </Form>
    </details>
  )
}

function Again({ order }: { order: WholeOrder }) {
  const locale = useLocale()
  return (
    <form method="post" action={href(locale, '/basket/again')}>
      <OnceField />
      <input type="hidden" name="orderId" value={order.id} />
      <input type="hidden" name="checkoutId" value={order.checkoutId} />
      <Button kind="quiet">{dictionary[locale].order.again}</Button>
    </form>
  )
}
