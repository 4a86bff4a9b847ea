import { changePrice } from '../../../src/catalogue/commands.ts'
import { offerPacks, packsForSale, type PackForSale } from '../../../src/catalogue/queries.ts'
import { findPack } from '../../../src/lot/queries.ts'
import type { NewCheckout } from '../../../src/order/input.ts'
import { confirmReceipt } from '../../../src/order/commands/receive.ts'
import { placeCheckout } from '../../../src/order/commands/place-checkout.ts'
import { shipOrder } from '../../../src/order/commands/ship-order.ts'
import { quote } from '../../../src/order/quote.ts'
import { findOrder, ordersOfCheckout } from '../../../src/order/queries.ts'
import { openPayment, sandboxEvent } from '../../../src/payment/commands.ts'
import { paymentOfCheckout } from '../../../src/payment/queries.ts'
import { closeLots, finaliseOrder } from '../../../src/proceeds/commands/finalise.ts'
import { receivePayment } from '../../../src/proceeds/commands/post-payment.ts'
import type { Context } from '../../../src/platform/context.ts'
import { makeOffer } from './catalogue.ts'
import { asSystem, made } from './made.ts'

export type OrderOptions = {
  /** What is bought; put on sale first when no offer has it. */
  packId: string
  units: number
  /** The price per pack, in fen; the offer's own unless given, 6,800 for a new offer. */
  priceFen?: number
  recipient?: Partial<NewCheckout['recipient']>
  /** The buyer; a guest unless given. */
  buyer?: Context['actor']
}

export const recipient = { name: '周小北', phone: '13800000001', province: '110000000000', address: '北京市朝阳区示例路 8 号' }

async function onSale(context: Context, { packId, priceFen }: Pick<OrderOptions, 'packId' | 'priceFen'>): Promise<PackForSale> {
  const system = asSystem(context)
  const [sale] = await packsForSale(context.county, [packId])
  if (!sale) {
    const { organisationId } = (await findPack(context.county, packId))!
    await makeOffer(system, { organisationId, packId, priceFen: priceFen ?? 6800 })
  } else if (priceFen !== undefined && priceFen !== sale.priceFen) {
    const packs = await offerPacks(context.county, sale.offerId)
    const prices = packs.map((pack) => ({ packId: pack.packId, priceFen: pack.packId === packId ? priceFen : pack.priceFen }))
    made(await changePrice(system, sale.offerId, prices))
  }
  return (await packsForSale(context.county, [packId]))[0]!
}

/** A valid checkout of one pack, with the total the buyer would see. */
export async function checkoutOf(context: Context, options: OrderOptions): Promise<NewCheckout> {
  const sale = await onSale(context, options)
  const lines = [{ offerId: sale.offerId, packId: sale.packId, units: options.units }]
  const to = { ...recipient, ...options.recipient }
  const { totalFen } = made(quote(lines, [sale], to.province, 'zh'))
  return { lines, recipient: to, note: '', seenTotalFen: totalFen, freshAgreed: true }
}

/** A placed checkout of one order that waits for payment. */
export async function makeOpenOrder(
  context: Context,
  options: OrderOptions,
): Promise<{ orderId: string; checkoutId: string; paymentId: string }> {
  const buyer: Context = { ...context, actor: options.buyer ?? { kind: 'guest' }, once: null }
  const checkoutId = made(await placeCheckout(buyer, await checkoutOf(context, options)))
  made(await openPayment(buyer, checkoutId))
  const [order] = await ordersOfCheckout(context.market, checkoutId)
  return { orderId: order!.orderId, checkoutId, paymentId: (await paymentOfCheckout(context.market, checkoutId))!.id }
}

/** The buyer pays an open order at the sandbox. */
export async function payOrder(context: Context, { paymentId }: { paymentId: string }): Promise<void> {
  made(await receivePayment({ ...context, once: null }, await sandboxEvent(paymentId, 'captured', '1')))
}

export async function makePaidOrder(context: Context, options: OrderOptions) {
  const order = await makeOpenOrder(context, options)
  await payOrder(context, order)
  return order
}

/** One checkout of packs of several organisations, paid: an order for each, in order of their ids. */
export async function makePaidCheckout(
  context: Context,
  wishes: readonly { packId: string; units: number }[],
): Promise<{ orderIds: string[]; checkoutId: string; paymentId: string }> {
  const guest: Context = { ...context, actor: { kind: 'guest' }, once: null }
  const inputs: NewCheckout[] = []
  for (const wish of wishes) inputs.push(await checkoutOf(context, wish))
  const seenTotalFen = inputs.reduce((sum, input) => sum + input.seenTotalFen, 0)
  const checkout = { ...inputs[0]!, lines: inputs.flatMap(({ lines }) => lines), seenTotalFen }
  const checkoutId = made(await placeCheckout(guest, checkout))
  made(await openPayment(guest, checkoutId))
  const paymentId = (await paymentOfCheckout(context.market, checkoutId))!.id
  await payOrder(context, { paymentId })
  return { orderIds: (await ordersOfCheckout(context.market, checkoutId)).map(({ orderId }) => orderId), checkoutId, paymentId }
}

export async function makeShippedOrder(context: Context, options: OrderOptions) {
  const order = await makePaidOrder(context, options)
  made(await shipOrder(asSystem(context), order.orderId, { carrier: '顺丰速运', trackingNumber: 'SF1234567890' }))
  return order
}

export async function makeReceivedOrder(context: Context, options: OrderOptions) {
  const order = await makeShippedOrder(context, options)
  made(await confirmReceipt(asSystem(context), order.checkoutId, order.orderId))
  return order
}

/** An order that is paid, shipped, received and final as soon as its window is over, whatever the clock says meanwhile. */
export async function makeFinalOrder(context: Context, options: OrderOptions) {
  const order = await makeReceivedOrder(context, options)
  const { dueAtMs } = (await findOrder(context.county, order.orderId))!
  const later = { ...asSystem(context), clock: { now: () => Math.max(dueAtMs, context.clock.now()) } }
  await finaliseOrder(later, order.orderId)
  return order
}

/** Sells packs at a price and lets the order become final; closes what lots are used up. Answers the order's id. */
export async function sellAndFinalise(context: Context, options: OrderOptions): Promise<string> {
  const { orderId } = await makeFinalOrder(context, options)
  await closeLots(context)
  return orderId
}
