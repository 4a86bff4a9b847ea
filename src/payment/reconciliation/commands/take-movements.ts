import { sql } from 'drizzle-orm'
import { dayMs, type Ms } from '../../../kernel/time.ts'
import type { Entry } from '../../../ledger/entry.ts'
import { postEntry } from '../../../ledger/queries.ts'
import type { Context } from '../../../platform/context.ts'
import { jsonRows } from '../../../platform/database.ts'
import type { BalanceTransaction } from '../../../kernel/payment.ts'
import { divideMovement, dividePayout } from '../movement.ts'
import { feeEntry, payoutEntry } from '../posting.ts'
import {
  availableNet,
  carryOff,
  divided,
  keepMovements,
  notPosted,
  partsToPost,
  pendingMovements,
  postedAmong,
  sandboxMovements,
  waitsForOwners,
  weightsOf,
  type Pending,
} from '../provider/queries.ts'

// The provider's list is read again from a day before the last movement seen: what is known already is left as it is.
const overlapMs = dayMs
// Longer than any event of the provider is on its way, and than a refund whose reply was lost is asked for again.
const ownersComeMs = 7 * dayMs
const rowsAtOnce = 500
const entriesAtOnce = 20

/** Takes in what the provider moved since the last time, works out whose it is, and posts fees and payouts to the ledger. Safe to repeat. */
export async function takeMovements(context: Context, throughMs: Ms): Promise<void> {
  await keepNew(context, Math.max(0, throughMs - overlapMs))
  for await (const pending of pages(context)) await divide(context, pending)
  for await (const pending of pages(context)) {
    for (const payout of pending.filter(({ kind, state }) => kind === 'payout' && state === 'new')) await divideOut(context, payout)
  }
  for await (const pending of pages(context)) await post(context, pending)
}

// Oldest first, so that rows are numbered in the order of time.
async function keepNew(context: Context, sinceMs: Ms): Promise<void> {
  const all = context.gateway.name === 'sandbox' ? await sandboxMovements(context.market, sinceMs) : await listed(context, sinceMs)
  const sorted = all.toSorted((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1))
  for (let i = 0; i < sorted.length; i += rowsAtOnce) {
    await context.market.run([keepMovements(context.gateway.name, sorted.slice(i, i + rowsAtOnce))])
  }
}

async function listed({ gateway }: Context, sinceMs: Ms): Promise<BalanceTransaction[]> {
  const all: BalanceTransaction[] = []
  for (let cursor: string | undefined; ;) {
    const { transactions, next } = await gateway.balance(sinceMs, cursor)
    all.push(...transactions)
    // What moves while the list is read shifts its pages: a row may come twice.
    if (next === null) return [...new Map(all.map((row) => [row.id, row])).values()]
    cursor = next
  }
}

async function* pages(context: Context): AsyncGenerator<Pending[]> {
  for (let n = 0; ;) {
    const pending = await pendingMovements(context.market, n)
    if (pending.length === 0) return
    yield pending
    n = pending.at(-1)!.n
  }
}

async function divide(context: Context, pending: readonly Pending[]): Promise<void> {
  const fresh = pending.filter(({ kind, state }) => state === 'new' && kind !== 'payout')
  const weights = await weightsOf(context.market, fresh)
  // A refund made by hand at the provider is in no book of ours: in the end it divides like the payment it was taken from.
  const ownerless = fresh.filter(({ id, atMs }) => !weights.has(id) && atMs <= context.clock.now() - ownersComeMs)
  const fallback = await weightsOf(
    context.market,
    ownerless.map((movement) => ({ ...movement, kind: 'payment' as const })),
  )
  const parts = fresh.flatMap((movement) =>
    divideMovement(movement, weights.get(movement.id) ?? fallback.get(movement.id) ?? []).map((part) => ({
      transactionId: movement.id,
      ...part,
    })),
  )
  if (parts.length > 0) await context.market.run(divided(parts))
}

async function divideOut(context: Context, payout: Pending): Promise<void> {
  // Divided now, the others would be given more or less than arrived; the next night knows.
  if (await waitsForOwners(context.market, payout)) return
  const { whole, parts } = dividePayout(-payout.amountFen, await availableNet(context.market, payout))
  if (parts.length === 0) return
  await context.market.run([...(whole ? [carryOff(payout)] : []), ...divided(parts.map((part) => ({ transactionId: payout.id, ...part })))])
}

async function post(context: Context, pending: readonly Pending[]): Promise<void> {
  const ids = pending.filter(({ state }) => state === 'divided').map(({ id }) => id)
  const parts = await partsToPost(context.market, ids)
  const entries = parts.flatMap((part) => [
    ...(part.feeFen === 0 ? [] : [feeEntry(part)]),
    ...(part.kind === 'payout' ? [payoutEntry(part)] : []),
  ])
  for (let i = 0; i < entries.length; i += entriesAtOnce) await postMissing(context, entries.slice(i, i + entriesAtOnce))
  await context.market.run([
    sql`UPDATE balance_transactions SET state = 'posted' WHERE state = 'divided' AND id IN (SELECT value FROM ${jsonRows(ids)})`,
  ])
}

// Another run may post the same at the same time: what it has posted is left out, and looked for again.
async function postMissing(context: Context, entries: readonly Entry[]): Promise<void> {
  for (let tries = 1; ; tries++) {
    const posted = await postedAmong(
      context.county,
      entries.map(({ id }) => id),
    )
    const missing = entries.filter(({ id }) => !posted.has(id))
    if (missing.length === 0) return
    const guard = notPosted(missing.map(({ id }) => id))
    const problem = await context.county.run([guard, ...missing.flatMap((entry) => postEntry(context, entry))])
    if (problem === null) return
    if (problem !== 'busy_try_again' || tries === 3) throw new Error(`fees or payouts cannot be posted: ${problem}`)
  }
}
