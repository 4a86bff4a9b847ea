import { sql } from 'drizzle-orm'
import { refuse, type Result } from '../../kernel/result.ts'
import { localMinute } from '../../kernel/time.ts'
import { newId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build, must } from '../../platform/database.ts'
import { keepFile } from '../../platform/files.ts'
import type { NewClaim } from '../input.ts'
import { claimsUntil } from '../order.ts'
import { findBuyersOrder, linesOf } from '../queries.ts'
import { claims } from '../tables.ts'

/** A buyer complains about units of a line, with a photo, while the contract's hours after receipt last. Answers the claim's id. */
export async function openClaim(context: Context, checkoutId: string, orderId: string, input: NewClaim): Promise<Result<string>> {
  const order = await findBuyersOrder(context.county, context.actor, checkoutId, orderId)
  if (!order) return refuse('not_found')
  const until = claimsUntil(order.receivedAtMs, order)
  if (until === null) return refuse('order_not_received')
  if (order.status !== 'received' || context.clock.now() > until) return refuse('claim_window_over', { until: localMinute(until) })
  const line = (await linesOf(context.county, [orderId])).find((candidate) => candidate.line === input.line)
  const left = line ? line.units - line.refundedUnits : 0
  if (input.units > left) return refuse('refund_above_line', { units: left }, 'units')
  const photo = await keepFile(context, input.photo, 'claim_photo', orderId)
  if (!photo.ok) return { ok: false, problem: { ...photo.problem, field: 'photo' } }
  const id = newId('clm', context.clock)
  const row = { id, orderId, line: input.line, units: input.units, words: input.words, photoFileId: photo.value.id }
  return commit(
    context,
    'county',
    [
      must(sql`(SELECT status FROM orders WHERE id = ${orderId}) = 'received'`, 'order_status_moved'),
      photo.value.statement,
      build.insert(claims).values({ ...row, openedAtMs: context.clock.now(), status: 'open' }),
    ],
    { action: 'claim.open', subject: id },
  )
}
