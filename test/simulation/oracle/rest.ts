import type { World } from '../world.ts'
import { hold, same } from './exact.ts'
import { checkKeptSums, checkLog } from './log.ts'
import type { Oracle } from './oracle.ts'
import { isSold, sum, type Dispute, type Order } from './orders.ts'

const tables: Record<string, readonly [table: string, group: 'county' | 'market']> = {
  recordDelivery: ['deliveries', 'county'],
  poolLot: ['lots', 'county'],
  packLot: ['pack_lots', 'county'],
  recordLoss: ['lot_losses', 'county'],
  placeCheckout: ['checkouts', 'market'],
  openClaim: ['claims', 'county'],
  draftSettlement: ['settlements', 'county'],
  recordGuaranteePayment: ['guarantee_payments', 'county'],
}

/** Once the jobs have run: what was taken is posted or returned, nothing is held for ever, and both sides of every seam agree. */
export async function checkRest(oracle: Oracle, world: World): Promise<void> {
  await acknowledgedStands(oracle)
  for (const order of oracle.orders.values()) {
    hold(order.status !== 'reserved', 'nothing is held for ever', { id: order.id })
    for (const refund of order.refunds) hold(refund.sent === 1, 'every refund is sent', { id: refund.id })
  }
  provider(oracle, world)
  await bank(oracle, world)
  await reconciled(oracle, world)
  await checkLog(oracle.look)
  await checkKeptSums(oracle.look)
}

async function acknowledgedStands(oracle: Oracle): Promise<void> {
  for (const [kind, ids] of oracle.acknowledgements) {
    const known = tables[kind]
    if (!known) continue
    const [row] = await oracle.look<{ n: number }>(
      known[1],
      `SELECT count(*) AS n FROM ${known[0]} WHERE id IN (SELECT value FROM json_each(?))`,
      [JSON.stringify([...ids])],
    )
    same(row!.n, ids.size, 'what was acknowledged stands', { kind })
  }
}

// The provider is asked for every payment, one by one: what it took, and what it gave back.
function provider(oracle: Oracle, { provider }: World): void {
  for (const checkout of oracle.checkouts.values()) {
    const takenFen = checkout.paymentId ? provider.takenFen(checkout.paymentId) : 0
    same(Number(checkout.payment === 'captured'), Number(takenFen > 0), 'a payment is captured exactly when the provider has the money', {
      id: checkout.id,
    })
    const paymentId = checkout.paymentId ?? ''
    const standing = checkout.backs.filter(({ failed }) => failed === 0)
    same(
      provider.givenBackFen(paymentId),
      sum(standing, ({ amountFen }) => amountFen),
      'the provider gave back what the books say',
      { id: checkout.id },
    )
    for (const part of checkout.orders) {
      const order = oracle.orders.get(part.orderId)!
      if (takenFen === 0) hold(!isSold(order), 'no order is paid without money', { id: part.orderId, status: order.status })
      else
        hold(part.state === (isSold(order) ? 'posted' : 'returned'), 'what was taken is posted or returned', { part, status: order.status })
    }
    const orders = checkout.orders.map(({ orderId }) => oracle.orders.get(orderId)!)
    // What came back and waits to be sent anew is still at the provider, though the books have given it away.
    const failed = checkout.backs.filter(({ refundId }) => standing.every((each) => each.refundId !== refundId))
    const waiting = new Map(failed.map(({ refundId, amountFen }) => [refundId, amountFen]))
    const beyond = sum(orders, ({ disputes }) => sum(disputes, beyondFen))
    const expected = sum(orders.filter(isSold), kept) + sum(waiting.values(), (fen) => fen) - beyond
    const actual = takenFen - provider.givenBackFen(paymentId) - provider.disputedFen(paymentId, 'open', 'lost')
    if (takenFen > 0) same(actual, expected, 'the provider keeps what the orders keep, to the fen', { id: checkout.id })
  }
  const known = new Set([...oracle.checkouts.values()].map(({ paymentId }) => paymentId))
  for (const { paymentId, status } of provider.sessions.values())
    hold(status !== 'captured' || known.has(paymentId), 'all money the provider took is in the books', { paymentId })
}

// What a bank holds back, or has taken beyond what was still the order's.
function beyondFen({ status, amountFen, goodsFen, freightFen }: Dispute): number {
  if (status === 'won') return 0
  return status === 'open' ? amountFen : amountFen - goodsFen - freightFen
}

function kept({ goodsFen, freightFen, refundedGoodsFen, refundedFreightFen }: Order): number {
  return goodsFen + freightFen - refundedGoodsFen - refundedFreightFen
}

// The bank paid each line once, and the ledger, the lines and the households' incomes say the same.
async function bank(oracle: Oracle, { bank }: World): Promise<void> {
  const lines = await oracle.look<{
    id: string
    amountFen: number
    status: string
    incomeFen: number | null
    party: string
    fileId: string | null
  }>(
    'county',
    `SELECT l.id AS id, l.amount_fen AS amountFen, l.status AS status, l.party AS party, (SELECT sum(i.amount_fen) FROM incomes i WHERE i.line_id = l.id) AS incomeFen, l.payout_file_id AS fileId
     FROM settlement_lines l WHERE l.status IN ('paid', 'failed')`,
  )
  for (const { id, amountFen, status, incomeFen, party, fileId } of lines) {
    const done = bank.carriedOut.get(id)
    if (fileId !== null) hold(done?.result === status && done.amountFen === amountFen, 'a line says what the bank did', { id, status })
    else hold(status === 'paid' && done === undefined, 'what is handed out in cash does not go to the bank', { id, status })
    same(incomeFen ?? 0, status === 'paid' && party === 'household' ? amountFen : 0, 'income is what was received', { id })
  }
}

// Every fee and every payout is posted, whole, and the last night's comparison leaves nothing unexplained. Invariant I11.
async function reconciled(oracle: Oracle, { provider, organisations }: World): Promise<void> {
  const feesFen = sum(organisations, ({ id }) => oracle.books.flow('fees', `${id}/fees/-`))
  same(feesFen, provider.balance.feesFen, 'the provider’s fees are in the books', {})
  const paidOutFen = sum(organisations, ({ id }) => oracle.books.flow('payout', `${id}/bank/-`))
  same(paidOutFen, provider.balance.paidOutFen, 'the provider’s payouts are in the books', {})
  const [last] = await oracle.look<{ unexplainedFen: number; openItems: number }>(
    'market',
    'SELECT unexplained_fen AS unexplainedFen, open_items AS openItems FROM reconciliations ORDER BY made_on DESC LIMIT 1',
  )
  hold(last?.unexplainedFen === 0 && last.openItems === 0, 'no difference to the provider is unexplained (I11)', { last })
}
