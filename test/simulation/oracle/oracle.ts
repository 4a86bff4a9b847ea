import type { Group } from '../gate.ts'
import type { World } from '../world.ts'
import { Books, checkOrderEntry, readEntries } from './books.ts'
import { hold, same } from './exact.ts'
import { checkLot, checkPackLot, putLot, putPackLot, readLots, readPackLots, type Lot, type PackLot } from './goods.ts'
import { Sums, type Look, type Touched } from './look.ts'
import { checkOrder, isSold, putOrder, readOrders, sum, type Order } from './orders.ts'
import { checkAcross, checkCheckout, readCheckouts, type Checkout } from './payments.ts'
import { checkRest } from './rest.ts'
import { Settling } from './settling.ts'
import { checkSlip, readSlips, type Slip } from './slips.ts'

// Placing may leave an order behind that it gave up at once; cancelling may learn from the provider that the money has come;
// a bank file's payees are kept under the file's own hash before the file is.
const excused: Record<string, readonly string[]> = {
  placeCheckout: ['county'],
  'cancelCheckout payment_received': ['market', 'county'],
  'cancelCheckout payment_pending': ['market'],
  exportSettlement: ['vault'],
  // Sealed in the vault before the change that speaks of it: one that no change speaks of never counts.
  'changeMemberAccount account_change_pending': ['vault'],
}

/**
 * Knows the law and nothing of the product's code: reads the raw facts after every committed write, works out what must
 * follow from them with exact fractions, and compares. Throws a `Violation` at the first difference.
 */
export class Oracle {
  writes = 0
  checks = 0
  readonly books = new Books()
  readonly sums = new Sums()
  readonly orders = new Map<string, Order>()
  readonly lots = new Map<string, Lot>()
  readonly packLots = new Map<string, PackLot>()
  readonly slips = new Map<string, Slip>()
  /** The lot a slip lies in. */
  readonly lotOf = new Map<string, string>()
  readonly checkouts = new Map<string, Checkout>()
  readonly settling: Settling
  /** What was acknowledged, by kind: it must stand for ever. */
  readonly acknowledgements = new Map<string, Set<string>>()
  readonly #keys = new Map<string, string>()
  readonly look: Look
  readonly #touched: (group: Group) => Touched

  constructor(look: Look, touched: (group: Group) => Touched = () => null) {
    this.look = look
    this.#touched = touched
    this.settling = new Settling(this)
  }

  async afterWrite(group: Group, _kind: string): Promise<void> {
    const touched = this.#touched(group)
    if (touched?.size === 0) return
    this.writes += 1
    this.checks += 1
    if (group === 'county') await this.#county(touched)
    if (group === 'market') await this.#market(touched)
  }

  acknowledged(kind: string, key: string, value: unknown): void {
    if (typeof value !== 'string') return
    const before = this.#keys.get(`${kind} ${key}`)
    hold(before === undefined || before === value, 'the same key gets the same answer (I6)', { kind, key, before, value })
    this.#keys.set(`${kind} ${key}`, value)
    const known = this.acknowledgements.get(kind) ?? new Set()
    this.acknowledgements.set(kind, known.add(value))
  }

  /** A refused operation changes nothing. */
  refused(kind: string, code: string, wrote: ReadonlySet<string>): void {
    const allowed = excused[`${kind} ${code}`] ?? excused[kind] ?? []
    const strange = [...wrote].filter((group) => !allowed.includes(group))
    hold(strange.length === 0, 'a refused operation changes nothing (I6)', { kind, code, wrote: strange })
  }

  async #county(touched: Touched): Promise<void> {
    const of = (kind: string) => (touched ? (touched.get(kind) ?? new Set<string>()) : null)
    const any = (kind: string) => touched === null || touched.has(kind)
    if (any('entry')) for (const entry of await readEntries(this.look, this.books.lastSeq)) this.books.take(entry)
    if (any('account')) await this.books.check(this.look, of('account'))
    const moved = new Set<string>()
    const orders = any('order') ? await readOrders(this.look, of('order')) : []
    for (const order of orders) for (const figure of putOrder(this.sums, order)) moved.add(figure)
    const lots = any('lot') ? await readLots(this.look, of('lot')) : []
    for (const lot of lots) for (const figure of putLot(this.sums, lot)) moved.add(figure)
    const packLots = any('pack_lot') ? await readPackLots(this.look, of('pack_lot')) : []
    for (const pack of packLots) for (const figure of putPackLot(this.sums, pack)) moved.add(figure)
    for (const order of orders) this.#order(order)
    for (const pack of packLots) this.#packLot(pack)
    for (const lot of lots) this.#lot(lot)
    this.#moved(moved)
    if (any('slip')) for (const slip of await readSlips(this.look, of('slip'))) this.#slip(slip)
    await this.settling.after(touched)
  }

  async #market(touched: Touched): Promise<void> {
    const ids = touched ? new Set(touched.get('checkout')) : null
    for (const payment of touched?.get('payment') ?? []) {
      const [row] = await this.look<{ id: string }>('market', 'SELECT checkout_id AS id FROM payments WHERE id = ?', [payment])
      ids!.add(row!.id)
    }
    if (ids?.size === 0) return
    for (const checkout of await readCheckouts(this.look, ids)) {
      checkCheckout(checkout, this.checkouts.get(checkout.id))
      checkAcross(checkout, this.orders)
      this.checkouts.set(checkout.id, checkout)
    }
  }

  #order(order: Order): void {
    checkOrder(order, this.orders.get(order.id))
    checkOrderEntry(this.books, order)
    this.orders.set(order.id, order)
  }

  #lot(lot: Lot): void {
    checkLot(this.sums, lot, this.lots.get(lot.id))
    this.lots.set(lot.id, lot)
    for (const { deliveryId } of lot.origins) this.lotOf.set(deliveryId, lot.id)
    const { books } = this
    same(books.balance(lot.org, 'lot_sold', lot.id), lot.proceedsFen - lot.finalFen, 'what is sold and not final stands in lot_sold (I2)', {
      lot: lot.id,
    })
  }

  #packLot(pack: PackLot): void {
    checkPackLot(this.sums, pack, this.packLots.get(pack.id))
    this.packLots.set(pack.id, pack)
  }

  #slip(slip: Slip): void {
    checkSlip(slip, this.slips.get(slip.id))
    this.slips.set(slip.id, slip)
  }

  // A figure that moved though its row was not touched is a row that was forgotten.
  #moved(figures: ReadonlySet<string>): void {
    for (const figure of figures) {
      const [name, id] = figure.split(' ') as [string, string]
      const pack = this.packLots.get(id)
      const lot = this.lots.get(id)
      if (pack) checkPackLot(this.sums, pack, undefined)
      else if (lot) checkLot(this.sums, lot, undefined)
      else if (name === 'freight') same(this.books.balance(id, 'freight'), this.sums.get(figure), 'freight is that of the orders', { id })
      else if (name === 'disputed') same(-this.books.balance(id, 'disputed'), this.sums.get(figure), 'what is disputed waits apart', { id })
      else if (name === 'cleared') this.#clearing(id)
    }
  }

  // What the provider kept for itself, and what it has paid out, has left clearing, too.
  #clearing(org: string): void {
    const account = `${org}/clearing/-`
    const left = this.books.flow('fees', account) + this.books.flow('payout', account)
    same(
      -this.books.balance(org, 'clearing'),
      this.sums.get(`cleared ${org}`) + left,
      'clearing is what was paid less what went back (I11)',
      { org },
    )
  }

  /** What it has seen, for the report. */
  figures() {
    const entries: Record<string, number> = {}
    for (const { kind } of this.books.entries.values()) entries[kind] = (entries[kind] ?? 0) + 1
    const sold = [...this.orders.values()].filter(isSold).flatMap(({ lines }) => lines)
    const soldGrams = sum(sold, ({ units, returnedUnits, packGrams }) => (units - returnedUnits) * packGrams)
    return { orders: this.orders.size, movedFen: this.books.movedFen, soldGrams, checks: this.checks, entries }
  }

  async afterStep(step: number): Promise<void> {
    if (step % 500 === 0) await this.everything()
  }

  /** Reads everything again and checks all of it. */
  async everything(): Promise<void> {
    await this.#county(null)
    await this.#market(null)
    const packs = await this.look<{ id: string; free: number }>('county', 'SELECT id, available_units AS free FROM packs')
    for (const { id, free } of packs) same(free, this.sums.get(`free ${id}`), 'what is on the shelf is what is free', { id })
  }

  /** When nothing moves any more: the books and the world outside agree to the fen. */
  async atRest(world: World): Promise<void> {
    await this.everything()
    await checkRest(this, world)
  }
}
