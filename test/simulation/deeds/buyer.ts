import { placeCheckout } from '../../../src/order/commands/place-checkout.ts'
import { confirmReceipt } from '../../../src/order/commands/receive.ts'
import { cancelCheckout } from '../../../src/payment/closing/commands.ts'
import { openClaim } from '../../../src/order/commands/open-claim.ts'
import { changeBasket } from '../../../src/order/commands/basket.ts'
import { addToBasket } from '../../../src/order/basket.ts'
import { openPayment } from '../../../src/payment/commands.ts'
import { cancelOwnOrder } from '../../../src/proceeds/commands/refund.ts'
import { localDate } from '../../../src/kernel/time.ts'
import type { Result } from '../../../src/kernel/result.ts'
import { paper, type Deed, type Placed, type World } from '../world.ts'
import { tell } from './clockwork.ts'

export const mainland = { name: '周小北', phone: '13800000001', province: '110000000000', address: '北京市朝阳区示例路 8 号' }
const island = { ...mainland, province: '710000000000' }

type OnSale = { offerId: string; packId: string; priceFen: number; free: number; org: string; grams: number; rule: string }

/** Buys what is on sale, from one organisation or two, a few or more than there are; the total is the one the page showed, or not. */
export async function place(world: World): Promise<Deed | null> {
  const { random } = world
  const sale = await world.read<OnSale>(
    'county',
    `SELECT o.id AS offerId, x.pack_id AS packId, x.price_fen AS priceFen,
      (SELECT coalesce(sum(b.units - b.reserved_units - b.sold_units - b.lost_units), 0) FROM pack_lots b WHERE b.pack_id = p.id AND b.best_before_on >= ?) AS free, o.organisation_id AS org, p.pack_grams AS grams,
      o.freight_rule_id AS rule FROM offers o JOIN offer_packs x ON x.offer_id = o.id JOIN packs p ON p.id = x.pack_id
     WHERE o.status = 'published' AND (free > 0 OR ?) ORDER BY x.pack_id`,
    [localDate(world.clock.now()), Number(random.chance(0.05))],
  )
  if (sale.length === 0) return null
  const wanted = new Map<string, { item: OnSale; units: number }>()
  for (let i = random.pick([1, 1, 1, 2, 3]); i > 0; i--) {
    const item = random.pick(sale)
    const units = random.chance(0.05)
      ? Math.min(999, item.free + 1)
      : random.chance(0.1)
        ? Math.min(999, item.free)
        : random.between(1, Math.max(1, Math.min(6, item.free)))
    wanted.set(item.packId, { item, units: Math.max(1, units) })
  }
  const chosen = [...wanted.values()]
  const seenTotalFen = (await totalFen(world, chosen)) + Number(random.chance(0.03))
  const input = {
    lines: chosen.map(({ item, units }) => ({ offerId: item.offerId, packId: item.packId, units })),
    recipient: random.chance(0.02) ? island : mainland,
    note: '',
    seenTotalFen,
    freshAgreed: !random.chance(0.02),
  }
  const buyer = random.pick(world.buyers)
  const answered = (value: unknown) => {
    const placed: Placed = { checkoutId: String(value), buyer, page: null }
    if (world.placed.every(({ checkoutId }) => checkoutId !== placed.checkoutId)) world.placed.push(placed)
    if (random.chance(0.85)) world.soon.push(() => goOn(world, placed))
  }
  return { kind: 'placeCheckout', actor: buyer, keyed: 'market', command: (context) => placeCheckout(context, input), answered }
}

// What the basket page adds up, from the price list and the freight table as a person reads them.
async function totalFen(world: World, chosen: readonly { item: OnSale; units: number }[]): Promise<number> {
  let total = 0
  for (const [, own] of Map.groupBy(chosen, ({ item }) => `${item.org} ${item.rule}`)) {
    const goods = own.reduce((sum, { item, units }) => sum + item.priceFen * units, 0)
    const grams = own.reduce((sum, { item, units }) => sum + item.grams * units, 0)
    const [rule] = await world.read<{ fg: number; ff: number; sg: number; sf: number; free: number | null }>(
      'county',
      `SELECT first_grams AS fg, first_fen AS ff, step_grams AS sg, step_fen AS sf, free_from_fen AS free FROM freight_rules WHERE id = ?`,
      [own[0]!.item.rule],
    )
    const { fg, ff, sg, sf, free } = rule!
    total += goods + (free !== null && goods >= free ? 0 : ff + Math.ceil(Math.max(0, grams - fg) / sg) * sf)
  }
  return total
}

function known(world: World): Placed | null {
  return world.placed.length > 0 ? world.random.pickLate(world.placed) : null
}

/** Goes on to pay; from then on the provider's page is open to the buyer. */
export async function goToPay(world: World): Promise<Deed | null> {
  const unpaid = world.placed.filter(({ page }) => page === null)
  const placed = unpaid.length > 0 && world.random.chance(0.85) ? world.random.pickLate(unpaid) : known(world)
  return placed && goOn(world, placed)
}

function goOn(world: World, placed: Placed): Deed {
  const answered = (value: unknown) => {
    if (!String(value).startsWith('/pay/')) return
    placed.page = String(value).replace('/pay/', '')
    if (world.random.chance(0.85)) world.soon.push(() => visit(world, placed.page!))
  }
  return { kind: 'openPayment', actor: placed.buyer, command: (context) => openPayment(context, placed.checkoutId), answered }
}

/** Pays at the provider's page, fails to, or is told that the money takes a while. Nothing of ours is called. */
export function visitProvider(world: World): null {
  const open = world.placed.filter(({ page }) => page !== null).slice(-8)
  return open.length === 0 ? null : visit(world, world.random.pick(open).page!)
}

function visit({ random, provider, soon }: World, page: string): null {
  provider.visit(page, random.weighted({ pays: 8, fails: 1, pays_slowly: 1 }))
  if (random.chance(0.7)) soon.push(tell)
  return null
}

export function abandon(world: World): Deed | null {
  const placed = known(world)
  if (!placed) return null
  return { kind: 'cancelCheckout', actor: placed.buyer, keyed: 'market', command: (context) => cancelCheckout(context, placed.checkoutId) }
}

type OwnOrder = { id: string; status: string; lines: number }

async function orderOf(world: World, statuses: readonly string[]): Promise<{ placed: Placed; order: OwnOrder } | null> {
  for (let tries = 0; tries < 6; tries++) {
    const placed = known(world)
    if (!placed) return null
    const [row] = await world.read<{ ids: string }>(
      'market',
      'SELECT json_group_array(order_id) AS ids FROM checkout_orders WHERE checkout_id = ?',
      [placed.checkoutId],
    )
    const orders = await world.read<OwnOrder>(
      'county',
      `SELECT id, status, (SELECT count(*) FROM order_lines l WHERE l.order_id = orders.id) AS lines FROM orders WHERE id IN (SELECT value FROM json_each(?))`,
      [row!.ids],
    )
    const fit = orders.filter(({ status }) => statuses.includes(status) || world.random.chance(0.02))
    if (fit.length > 0) return { placed, order: world.random.pick(fit) }
  }
  return null
}

export async function cancelOwn(world: World): Promise<Deed | null> {
  const found = await orderOf(world, ['paid'])
  if (!found) return null
  const { placed, order } = found
  return {
    kind: 'cancelOwnOrder',
    actor: placed.buyer,
    keyed: 'county',
    command: (context) => cancelOwnOrder(context, placed.checkoutId, order.id, '不想要了'),
  }
}

export async function receive(world: World): Promise<Deed | null> {
  const found = await orderOf(world, ['shipped'])
  if (!found) return null
  const { placed, order } = found
  return {
    kind: 'confirmReceipt',
    actor: placed.buyer,
    keyed: 'county',
    command: (context) => confirmReceipt(context, placed.checkoutId, order.id),
  }
}

export async function claim(world: World): Promise<Deed | null> {
  const found = await orderOf(world, ['received'])
  if (!found) return null
  const { placed, order } = found
  const photo = paper(world)
  const input = { line: world.random.between(1, order.lines), units: world.random.between(1, 3), words: '坏果', photo }
  return {
    kind: 'openClaim',
    actor: placed.buyer,
    keyed: 'county',
    command: (context) => openClaim(context, placed.checkoutId, order.id, input),
  }
}

export async function fillBasket(world: World): Promise<Deed | null> {
  const [item] = await world.read<{ offerId: string; packId: string; seenPriceFen: number }>(
    'county',
    `SELECT offer_id AS offerId, pack_id AS packId, price_fen AS seenPriceFen FROM offer_packs ORDER BY offer_id DESC LIMIT 1`,
  )
  const buyer = world.random.pick(world.buyers)
  if (!item || buyer.kind !== 'user') return null
  const change = (context: Parameters<Deed['command']>[0]): Promise<Result<string>> =>
    changeBasket(context, { userId: buyer.userId }, (lines) => addToBasket(lines, { ...item, units: 1 }))
  return { kind: 'changeBasket', actor: buyer, command: change }
}
