import { createApp } from '../../../src/app.ts'
import { newApp } from '../../../src/http/request.ts'
import { placeCheckout } from '../../../src/order/commands/place-checkout.ts'
import { ordersOfCheckout } from '../../../src/order/queries.ts'
import { openPayment } from '../../../src/payment/commands.ts'
import { testContext, valueOf } from '../context.ts'
import { checkoutOf } from '../factories/order.ts'
import { makeSeason } from '../factories/lot.ts'
import { StripeAccount } from './account.ts'

const season = { households: 2, gramsEach: 100_000, packGrams: 2500 }

/** 80 packs on sale, a guest's order of `units` placed, and Stripe switched on; the payment is not opened yet. */
export async function placedPurchase(units = 2) {
  const stripe = await StripeAccount.open()
  const app = createApp(newApp(), { clock: stripe.clock })
  const context = stripe.context()
  const sold = await makeSeason(testContext({ clock: stripe.clock }), season)
  const guest = stripe.context({ kind: 'guest' })
  const checkoutId = valueOf(await placeCheckout(guest, await checkoutOf(context, { packId: sold.packId, units, priceFen: 6800 })))
  const [order] = await ordersOfCheckout(context.market, checkoutId)
  return { stripe, app, context, guest, checkoutId, orderId: order!.orderId, paymentId: checkoutId.replace('chk_', 'pay_'), ...sold }
}

/** The same with its session open at Stripe. */
export async function openPurchase(units = 2) {
  const purchase = await placedPurchase(units)
  valueOf(await openPayment(purchase.guest, purchase.checkoutId))
  const [session] = await purchase.stripe.sessions()
  return { ...purchase, session: session! }
}

/** The same, paid by the buyer; `deliveries` is what Stripe would tell now. */
export async function boughtPurchase(how: { later?: boolean; units?: number } = {}) {
  const purchase = await openPurchase(how.units)
  await purchase.stripe.pay(purchase.session.id, { later: how.later ?? false })
  return { ...purchase, deliveries: await purchase.stripe.deliveries() }
}
