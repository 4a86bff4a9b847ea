import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../src/kernel/actor.ts'
import { dayMs, hourMs, localDate } from '../../src/kernel/time.ts'
import { account } from '../../src/ledger/account.ts'
import { balanceFen } from '../../src/ledger/queries.ts'
import { findOrder, refundsOf } from '../../src/order/queries.ts'
import { capturePayment, sandboxEvent } from '../../src/payment/commands.ts'
import { reconcileDay } from '../../src/payment/reconciliation/commands/reconcile.ts'
import { sandboxMovements } from '../../src/payment/reconciliation/provider/queries.ts'
import { listReconciliations, readReconciliation } from '../../src/payment/reconciliation/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import type { BalanceTransaction } from '../../src/kernel/payment.ts'
import type { PaymentGateway } from '../../src/platform/gateway.ts'
import { receiveDispute } from '../../src/proceeds/commands/receive-dispute.ts'
import { cancelOrder, refundLines } from '../../src/proceeds/commands/refund.ts'
import { interruptedBy } from '../support/interrupted.ts'
import { problemOf, TestClock, testContext, userWith, valueOf } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makeOpenOrder, makePaidCheckout, makePaidOrder, makeShippedOrder } from '../support/factories/order.ts'

const season = { households: 2, gramsEach: 50_000, packGrams: 2500 }

/** A provider whose list of movements the test writes; pages of two. */
class ListedProvider {
  readonly rows: BalanceTransaction[] = []

  add(row: Partial<BalanceTransaction> & Pick<BalanceTransaction, 'kind' | 'amountFen' | 'atMs'>): string {
    const id = row.id ?? `txn_${String(this.rows.length + 1).padStart(4, '0')}`
    const feeFen = row.feeFen ?? 0
    this.rows.push({
      paymentId: null,
      reference: id,
      availableAtMs: row.atMs,
      payoutId: null,
      ...row,
      id,
      feeFen,
      netFen: row.amountFen - feeFen,
    })
    return id
  }

  in(context: Context): Context {
    const balance: PaymentGateway['balance'] = async (sinceMs, cursor = '0') => {
      const rows = this.rows.filter(({ atMs }) => atMs >= sinceMs).toReversed()
      const from = Number(cursor)
      return { transactions: rows.slice(from, from + 2), next: from + 2 < rows.length ? String(from + 2) : null }
    }
    return { ...context, gateway: { ...context.gateway, name: 'stripe', balance } }
  }
}

// The provider's account is one for the whole database, so the tests of this file are days of one story.
const clock = new TestClock()

/** Takes what the sandbox would say of everything so far as the provider's list. */
async function known(context: Context, provider: ListedProvider): Promise<void> {
  const seen = new Set(provider.rows.map(({ id }) => id))
  for (const row of await sandboxMovements(context.market, 0)) if (!seen.has(row.id)) provider.rows.push(row)
}

async function reconciled(context: Context) {
  clock.pass(dayMs)
  const madeOn = valueOf(await reconcileDay(context))
  return valueOf(await readReconciliation(context, madeOn))
}

const clearing = (context: Context, organisationId: string) => balanceFen(context.county, account(organisationId, 'clearing'))

describe('reconcileDay', () => {
  it('of a sandbox that was paid, refunded and disputed explains everything, once a day', async () => {
    const context = testContext({ clock })
    const { packId } = await makeSeason(context, season)
    const { orderId } = await makePaidOrder(context, { packId, units: 2 })
    valueOf(await cancelOrder(context, orderId, '缺货'))
    const { paymentId } = await makeShippedOrder(context, { packId, units: 1 })
    const event = { paymentId, disputeId: 'dp_sandbox', amountFen: 1000, reason: 'fraudulent', bodySha256: 'a'.repeat(64) }
    valueOf(await receiveDispute(context, { ...event, eventId: 'evt_o', kind: 'dispute_opened' }))
    const { reconciliation, items } = await reconciled(context)
    expect(items).toEqual([])
    expect(reconciliation).toMatchObject({
      openItems: 0,
      unexplainedFen: 0,
      explainedFen: 0,
      disputedFen: 1000,
      openDisputesFen: 1000,
      withdrawnFen: -1000,
    })
    expect(reconciliation.balanceFen).toBe(reconciliation.clearingFen)
    expect(problemOf(await reconcileDay(context)).code).toBe('reconciled_already')
    valueOf(await receiveDispute(context, { ...event, eventId: 'evt_w', kind: 'dispute_won' }))
    const next = await reconciled(context)
    expect(next.reconciliation).toMatchObject({
      openItems: 0,
      transactions: 1,
      openingFen: reconciliation.balanceFen,
      reinstatedFen: 1000,
      disputedFen: 0,
    })
  })

  it('posts the fee of a payment to each of its organisations, and each payout by what it carried, once', async () => {
    const provider = new ListedProvider()
    const context = provider.in(testContext({ clock }))
    await known(context, provider)
    await reconciled(context)
    const [one, two] = [await makeSeason(context, season), await makeSeason(context, season)]
    const { orderIds, paymentId } = await makePaidCheckout(context, [
      { packId: one.packId, units: 1 },
      { packId: two.packId, units: 2 },
    ])
    const orders = await Promise.all(orderIds.map(async (id) => (await findOrder(context.county, id))!))
    const total = orders.reduce((sum, { goodsFen, freightFen }) => sum + goodsFen + freightFen, 0)
    provider.add({ kind: 'payment', paymentId, reference: paymentId, amountFen: total, feeFen: 101, atMs: clock.now() })
    const day = await reconciled(context)
    expect(day.items).toEqual([])
    expect(day.reconciliation).toMatchObject({ paidFen: total, feesFen: -101 })
    const fees = await Promise.all([one, two].map(({ organisationId }) => balanceFen(context.county, account(organisationId, 'fees'))))
    expect(fees.reduce((sum, fee) => sum + fee, 0)).toBe(-101)
    const held = await Promise.all([one, two].map(({ organisationId }) => clearing(context, organisationId)))
    const available = day.reconciliation.balanceFen
    provider.add({ kind: 'payout', reference: 'po_1', amountFen: -available, atMs: clock.now() })
    const paidOut = await reconciled(context)
    expect(paidOut.items).toEqual([])
    expect(paidOut.reconciliation).toMatchObject({ balanceFen: 0, clearingFen: 0, payoutsFen: -available })
    expect(await Promise.all([one, two].map(({ organisationId }) => clearing(context, organisationId)))).toEqual([0, 0])
    expect(await Promise.all([one, two].map(({ organisationId }) => balanceFen(context.county, account(organisationId, 'bank'))))).toEqual(
      held,
    )
    const posted = await context.county.all<{ n: number }>(
      sql`SELECT count(*) AS n FROM entries WHERE kind IN ('fees', 'payout') AND evidence LIKE 'txn_%'`,
    )
    expect(posted[0]!.n).toBeGreaterThanOrEqual(4)
  })

  it('names what only one side knows, what differs and what came twice, and goes on until it is settled', async () => {
    const provider = new ListedProvider()
    const context = provider.in(testContext({ clock }))
    await known(context, provider)
    const start = await reconciled(context)
    const before = start.items.length
    const { packId } = await makeSeason(context, season)
    const [dropped, changed, missing, doubled] = [
      await makeOpenOrder(context, { packId, units: 1 }),
      await makePaidOrder(context, { packId, units: 1 }),
      await makePaidOrder(context, { packId, units: 1 }),
      await makeShippedOrder(context, { packId, units: 2 }),
    ]
    valueOf(await refundLines(context, doubled.orderId, { lines: [{ line: 1, units: 1 }], withFreight: false, reason: '坏果' }))
    const rows = new Set(provider.rows)
    await known(context, provider)
    const added = provider.rows.filter((row) => !rows.has(row))
    const payment = (paymentId: string) => added.find((row) => row.kind === 'payment' && row.paymentId === paymentId)!
    provider.rows.splice(provider.rows.indexOf(payment(missing.paymentId)), 1)
    Object.assign(payment(changed.paymentId), {
      amountFen: payment(changed.paymentId).amountFen - 1,
      netFen: payment(changed.paymentId).netFen - 1,
    })
    const refund = added.find(({ kind }) => kind === 'refund')!
    provider.add({ ...refund, id: 'txn_again' })
    provider.add({ kind: 'payment', paymentId: dropped.paymentId, amountFen: 5000, atMs: clock.now() })
    provider.add({ kind: 'payment', reference: 'ch_stranger', amountFen: 777, feeFen: 7, atMs: clock.now() })
    const { reconciliation, items } = await reconciled(context)
    const verdicts = new Map(items.map(({ item, verdict }) => [item, verdict]))
    expect(verdicts.get(`pay:${dropped.checkoutId}`)).toBe('unknown_here')
    expect(verdicts.get(`pay:${changed.checkoutId}`)).toBe('amounts_differ')
    expect(verdicts.get(`pay:${missing.checkoutId}`)).toBe('unknown_there')
    expect(verdicts.get(`refund:${refund.reference}`)).toBe('doubled')
    expect(verdicts.get('payment:ch_stranger')).toBe('unknown_here')
    expect(reconciliation.openItems).toBe(before + 6)
    expect(reconciliation.explainedFen + reconciliation.unexplainedFen).toBe(
      reconciliation.balanceFen + reconciliation.openDisputesFen - reconciliation.clearingFen - reconciliation.disputedFen,
    )
    provider.rows.push({ ...payment(missing.paymentId), atMs: clock.now() })
    const next = await reconciled(context)
    expect(next.items.some(({ item }) => item === `pay:${missing.checkoutId}`)).toBe(false)
    expect(next.reconciliation.openItems).toBe(before + 5)
  })

  it('explains what is captured and not posted, and what is refunded in the books and not sent', async () => {
    const provider = new ListedProvider()
    const context = provider.in(testContext({ clock }))
    await known(context, provider)
    await reconciled(context)
    const { packId } = await makeSeason(context, season)
    const open = await makeOpenOrder(context, { packId, units: 1 })
    valueOf(await capturePayment(context, await sandboxEvent(open.paymentId, 'captured', '1')))
    const paid = await makePaidOrder(context, { packId, units: 1 })
    await known(context, provider)
    const offline: PaymentGateway = { ...context.gateway, refund: () => Promise.reject(new Error('offline')) }
    await cancelOrder({ ...context, gateway: offline }, paid.orderId, '缺货').catch(() => null)
    const { items } = await reconciled(context)
    const verdicts = new Map(items.map(({ item, verdict }) => [item, verdict]))
    expect(verdicts.get(`pay:${open.checkoutId}`)).toBe('not_posted')
    const [refund] = await refundsOf(context.county, [paid.orderId])
    expect(verdicts.get(`refund:${refund!.id}`)).toBe('not_sent')
  })

  it.each([
    ['divides its movements', { group: 'market', write: 2 }],
    ['posts its fees', { group: 'county', write: 1 }],
  ] as const)('runs twice at once and counts once, when the other comes as it %s', async (_what, moment) => {
    const provider = new ListedProvider()
    const context = provider.in(testContext({ clock }))
    await known(context, provider)
    await reconciled(context)
    const { packId, organisationId } = await makeSeason(context, season)
    const { paymentId } = await makePaidOrder(context, { packId, units: 1 })
    const amountFen = -(await clearing(context, organisationId))
    const id = `txn_twice_${moment.group}`
    provider.add({ id, kind: 'payment', paymentId, reference: paymentId, amountFen, feeFen: 31, atMs: clock.now() })
    provider.add({ id: `${id}_out`, kind: 'payout', reference: id, amountFen: 31 - amountFen, atMs: clock.now() + 1 })
    clock.pass(dayMs)
    const late = interruptedBy(context, async () => valueOf(await reconcileDay(context)), moment)
    expect(problemOf(await reconcileDay(late)).code).toBe('reconciled_already')
    expect(await balanceFen(context.county, account(organisationId, 'fees'))).toBe(-31)
  })

  it('keeps a movement once that comes again on the next page of the list', async () => {
    const provider = new ListedProvider()
    const context = provider.in(testContext({ clock }))
    await known(context, provider)
    await reconciled(context)
    const id = provider.add({ id: 'txn_shifted', kind: 'payment', amountFen: 100, reference: 'ch_shifted', atMs: clock.now() })
    provider.rows.push(provider.rows.find((row) => row.id === id)!)
    const { items } = await reconciled(context)
    expect(items.filter(({ item }) => item === 'payment:ch_shifted')).toMatchObject([{ providerFen: 100 }])
  })

  it('costs what is new, not what there was', async () => {
    const context = testContext({ clock })
    const { packId } = await makeSeason(context, season)
    const costs: number[] = []
    for (let day = 0; day < 6; day++) {
      await makePaidOrder(context, { packId, units: 1 })
      clock.pass(hourMs)
      const before = context.market.meter.rowsRead
      await reconciled(context)
      costs.push(context.market.meter.rowsRead - before)
    }
    expect(costs.at(-1)).toBeLessThanOrEqual(costs[2]! + 10)
  })
})

describe('reading reconciliations', () => {
  it('is for the operator alone', async () => {
    const context = testContext({ clock })
    await reconciled(context)
    const as = (actor: Actor): Context => ({ ...context, actor })
    expect(valueOf(await listReconciliations(as(userWith({ role: 'operator', scope: '*' }))))[0]!.madeOn).toBe(localDate(clock.now()))
    for (const role of ['manager', 'clerk', 'office', 'supervisor'] as const) {
      expect(problemOf(await listReconciliations(as(userWith({ role, scope: 'x' })))).code).toBe('forbidden')
      expect(problemOf(await readReconciliation(as(userWith({ role, scope: 'x' })), '2026-06-18')).code).toBe('forbidden')
    }
    expect(problemOf(await listReconciliations(as({ kind: 'guest' }))).code).toBe('sign_in_required')
    expect(problemOf(await readReconciliation(context, '1999-01-01')).code).toBe('not_found')
  })
})
