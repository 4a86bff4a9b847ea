import { mkdtempSync, rmSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readMigrations } from '../../scripts/demo/build.ts'
import { figure, openBooks, rowsOf } from './books.ts'
import { buy, buyerOf, pay, type Buyer, type Offer } from './buyer.ts'
import { freePort, Server } from './server.ts'

const checkouts = Number(process.env['CHECKOUTS'] ?? 200)
const kills = Number(process.env['KILLS'] ?? 2)
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)
const hourMs = 3_600_000

/** The same numbers for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const state = mkdtempSync(join(tmpdir(), 'sigen-durability-'))
const buyers: Buyer[] = []
let interrupted = 0
let server: Server
let market: DatabaseSync
let county: DatabaseSync

/** Sixteen buyers at a time go on until the server is killed after so many answers, or all have come to an end. */
async function trade(answersUntilKill: number): Promise<void> {
  let answers = 0
  const killing: Promise<void>[] = []
  const answered = () => {
    answers++
    if (answers === answersUntilKill) killing.push(server.kill())
  }
  const waiting = [...buyers]
  const lane = async () => {
    for (let buyer = waiting.shift(); buyer; buyer = waiting.shift()) {
      try {
        await buy(server.url, buyer, answered)
      } catch (error) {
        if (killing.length === 0) throw error
        interrupted++
      }
    }
  }
  await Promise.all(Array.from({ length: 16 }, lane))
  await Promise.all(killing)
}

// One long story, told once; what it left behind is asked below.
beforeAll(async () => {
  const random = randomFrom(seed)
  server = new Server(state, await freePort())
  await server.start()
  const packs = Math.floor(checkouts * 0.8)
  const built = await fetch(`${server.url}/build?packs=${packs}`, { method: 'POST', body: JSON.stringify(await readMigrations()) })
  if (!built.ok) throw new Error(await built.text())
  const offers = await built.json<Offer[]>()
  for (let n = 0; n < checkouts; n++) buyers.push(buyerOf(n, offers, random))
  for (let round = 0; round < kills; round++) {
    await trade(1 + Math.floor(random() * checkouts))
    await server.start()
  }
  await trade(Infinity)
  // The provider did not hear us, or thinks so: it tells everything again, twice.
  const paid = buyers.filter(({ paymentId }) => paymentId)
  for (let again = 0; again < 2; again++)
    for (let at = 0; at < paid.length; at += 16) await Promise.all(paid.slice(at, at + 16).map((buyer) => pay(server.url, buyer)))
  await fetch(`${server.url}/jobs`)
  await fetch(`${server.url}/jobs?later=${hourMs}`)
  await server.kill()
  market = openBooks(state, 'checkouts')
  county = openBooks(state, 'orders')
}, 300_000)

afterAll(async () => {
  await server.kill()
  rmSync(state, { recursive: true, force: true })
})

describe(`kill -9 of the server, ${kills} times during ${checkouts} checkouts (SEED=${seed})`, () => {
  it('loses nothing that a buyer was told', () => {
    expect(interrupted).toBeGreaterThan(0)
    const placed = new Set(rowsOf<{ id: string }>(market, 'SELECT id FROM checkouts').map(({ id }) => id))
    const captured = new Set(rowsOf<{ id: string }>(market, "SELECT id FROM payments WHERE status = 'captured'").map(({ id }) => id))
    expect(buyers.filter(({ checkoutId }) => checkoutId && !placed.has(checkoutId))).toEqual([])
    expect(buyers.filter(({ paid, paymentId }) => paid && !captured.has(paymentId!))).toEqual([])
    expect(buyers.filter(({ paid, refused }) => !paid && refused !== 'stock_short')).toEqual([])
    expect(captured.size).toBe(buyers.filter(({ paid }) => paid).length)
  })

  it('posts or returns every captured order, each once', () => {
    const parts = rowsOf<{ id: string; state: string }>(
      market,
      "SELECT o.order_id AS id, o.state AS state FROM checkout_orders o JOIN payments p ON p.checkout_id = o.checkout_id WHERE p.status = 'captured'",
    )
    expect(parts.filter(({ state: at }) => at !== 'posted' && at !== 'returned')).toEqual([])
    const posted = parts.filter(({ state: at }) => at === 'posted').map(({ id }) => id)
    const entries = rowsOf<{ subject: string }>(county, "SELECT substr(id, 5) AS subject FROM entries WHERE id LIKE 'pay:%'").map(
      ({ subject }) => subject,
    )
    expect(entries.sort()).toEqual(posted.sort())
    expect(
      rowsOf<{ id: string }>(county, "SELECT id FROM orders WHERE status = 'paid'")
        .map(({ id }) => id)
        .sort(),
    ).toEqual(posted)
    expect(figure(market, "SELECT count(*) FROM messages WHERE template = 'order.paid'")).toBe(posted.length)
    expect(figure(market, 'SELECT count(*) FROM payment_events')).toBe(new Set(buyers.flatMap(({ paymentId }) => paymentId ?? [])).size)
  })

  it('keeps the books equal: clearing is what was captured less what was given back', () => {
    expect(figure(county, 'SELECT sum(debit_fen) - sum(credit_fen) FROM accounts')).toBe(0)
    const sums = `SELECT a.id FROM accounts a WHERE a.debit_fen <> (SELECT coalesce(sum(t.amount_fen), 0) FROM transfers t WHERE t.debit = a.id)
      OR a.credit_fen <> (SELECT coalesce(sum(t.amount_fen), 0) FROM transfers t WHERE t.credit = a.id)`
    expect(rowsOf(county, sums)).toEqual([])
    const clearing = figure(county, "SELECT sum(debit_fen - credit_fen) FROM accounts WHERE code = 'clearing'")
    expect(clearing).toBe(figure(market, "SELECT sum(amount_fen - refunded_fen) FROM payments WHERE status = 'captured'"))
    expect(clearing).toBe(figure(county, "SELECT sum(goods_fen + freight_fen) FROM orders WHERE status = 'paid'"))
    expect(figure(county, 'SELECT sum(proceeds_fen) FROM lots')).toBe(
      figure(county, "SELECT sum(goods_fen) FROM orders WHERE status = 'paid'"),
    )
  })

  it('has the right stock: sold is what was paid for, nothing is held, nothing is oversold', () => {
    const lines = `SELECT p.id FROM pack_lots p WHERE p.reserved_units <> 0 OR p.sold_units > p.units
      OR p.sold_units <> (SELECT coalesce(sum(l.units), 0) FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE l.pack_lot_id = p.id AND o.status = 'paid')`
    expect(rowsOf(county, lines)).toEqual([])
    const shelf = `SELECT k.id FROM packs k WHERE k.sold_units <> (SELECT sum(sold_units) FROM pack_lots WHERE pack_id = k.id)
      OR k.available_units <> (SELECT sum(units - reserved_units - sold_units - lost_units) FROM pack_lots WHERE pack_id = k.id)`
    expect(rowsOf(county, shelf)).toEqual([])
    expect(figure(county, "SELECT count(*) FROM orders WHERE status = 'reserved'")).toBe(0)
  })
})
