import { cancelOwnOrder, decideClaim, refundLines } from '../../src/proceeds/commands/refund.ts'
import { confirmReceipt } from '../../src/order/commands/receive.ts'
import { openClaim } from '../../src/order/commands/open-claim.ts'
import { shipOrder } from '../../src/order/commands/ship-order.ts'
import { receiveDispute } from '../../src/proceeds/commands/receive-dispute.ts'
import { finaliseOrder } from '../../src/proceeds/commands/finalise.ts'
import { findOrder } from '../../src/order/queries.ts'
import { sha256 } from '../../src/platform/digest.ts'
import type { DisputeEvent } from '../../src/kernel/payment.ts'
import { dayMs, hourMs, type LocalDate } from '../../src/kernel/time.ts'
import { made } from '../../test/support/factories/made.ts'
import { makeOpenOrder, payOrder } from '../../test/support/factories/order.ts'
import { drawPhoto } from './photo.ts'
import type { World } from './world.ts'

export type Reaches =
  | 'unpaid'
  | 'paid'
  | 'cancelled'
  | 'shipped'
  | 'received'
  | 'claimed'
  | 'claim_refunded'
  | 'final'
  | 'final_after_refund'
  | 'disputed'
  | 'dispute_won'
  | 'dispute_lost'

type Sale = { packId: string; units: number; on: LocalDate; reaches?: Reaches }

const buyers = [
  { name: '周敏', phone: '13800000011', province: '310000000000', address: '上海市徐汇区演示路 18 号 3 单元 502' },
  { name: '林一舟', phone: '13800000012', province: '440000000000', address: '广东省深圳市南山区演示大道 66 号' },
  { name: '赵启航', phone: '13800000013', province: '110000000000', address: '北京市海淀区演示街 9 号院 7 号楼' },
  { name: '何雨晴', phone: '13800000014', province: '430000000000', address: '湖南省长沙市岳麓区演示路 201 号' },
  { name: '孙立群', phone: '13800000015', province: '420000000000', address: '湖北省武汉市洪山区演示路 5 号' },
  { name: '江南食堂（演示）', phone: '13800000016', province: '330000000000', address: '浙江省杭州市西湖区演示路 88 号' },
]

const carriers = ['顺丰速运', '中通快递', '京东快递'] as const

type Open = Awaited<ReturnType<typeof makeOpenOrder>>

/** Plans one order and the steps it takes, as far as it is to go. */
export function sell(world: World, { packId, units, on, reaches = 'final' }: Sale): void {
  const buyer = world.pick(buyers)
  world.on(on, 8 + world.chance(12), async () => {
    const order = await makeOpenOrder(world.context, { packId, units, recipient: buyer })
    if (reaches !== 'unpaid') world.after(4 * 60_000, () => pay(world, order, reaches))
  })
}

async function pay(world: World, order: Open, reaches: Reaches): Promise<void> {
  const { context } = world
  await payOrder(context, order)
  if (reaches === 'paid') return
  if (reaches !== 'cancelled') return world.after(20 * hourMs, () => ship(world, order, reaches))
  world.after(hourMs, async () => void made(await cancelOwnOrder(asGuest(world), order.checkoutId, order.orderId, '地址填错了，重新下单')))
}

async function ship(world: World, order: Open, reaches: Reaches): Promise<void> {
  const trackingNumber = `SF${String(1_000_000_000_000 + world.chance(900_000_000))}`
  made(await shipOrder(world.context, order.orderId, { carrier: world.pick(carriers), trackingNumber }))
  if (reaches !== 'shipped') world.after(3 * dayMs, () => receive(world, order, reaches))
}

async function receive(world: World, order: Open, reaches: Reaches): Promise<void> {
  const { context } = world
  const { orderId } = order
  made(await confirmReceipt(asGuest(world), order.checkoutId, orderId))
  if (reaches === 'received') return
  const { dueAtMs } = (await findOrder(context.county, orderId))!
  if (reaches === 'final_after_refund') {
    world.after(
      3 * hourMs,
      async () =>
        void made(
          await refundLines(context, orderId, { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '少发一件，退这一件' }),
        ),
    )
  }
  if (reaches === 'disputed' || reaches === 'dispute_won' || reaches === 'dispute_lost')
    world.after(20 * hourMs, () => dispute(world, order, reaches))
  if (reaches === 'claimed' || reaches === 'claim_refunded')
    world.after(5 * hourMs, () => claim(world, order, reaches === 'claim_refunded'))
  if (reaches !== 'claimed') world.after(dueAtMs - context.clock.now() + hourMs, () => finaliseOrder(context, orderId))
}

// The buyer goes to their bank: a card of theirs, they say, paid for nothing. The bank decides the next day, or has not yet.
async function dispute(world: World, { paymentId, orderId }: Open, reaches: Reaches): Promise<void> {
  const { goodsFen, freightFen } = (await findOrder(world.context.county, orderId))!
  const fact = { paymentId, disputeId: `dp_demo_${orderId.slice(-8)}`, amountFen: goodsFen + freightFen, reason: 'product_not_received' }
  const tell = async (kind: DisputeEvent['kind']) => {
    const eventId = `${fact.disputeId}:${kind}`
    made(await receiveDispute(world.context, { ...fact, eventId, kind, bodySha256: await sha256(eventId) }))
  }
  await tell('dispute_opened')
  if (reaches !== 'disputed') world.after(dayMs, () => tell(reaches === 'dispute_won' ? 'dispute_won' : 'dispute_lost'))
}

async function claim(world: World, { checkoutId, orderId }: Open, refunded: boolean): Promise<void> {
  const photo = new File([await drawPhoto()], 'claim.png', { type: 'image/png' })
  const words = '开箱有几颗压坏出水，其余很好。'
  const id = made(await openClaim(asGuest(world), checkoutId, orderId, { line: 1, units: 1, words, photo }))
  if (refunded)
    world.after(
      6 * hourMs,
      async () => void made(await decideClaim(world.context, id, { decision: 'refund', reason: '照片属实，按件退款' })),
    )
}

function asGuest({ context }: World): World['context'] {
  return { ...context, actor: { kind: 'guest' } }
}
