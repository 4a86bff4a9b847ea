import { assumeReceipts } from '../order/commands/receive.ts'
import { askPending, releaseExpired } from '../payment/closing/commands.ts'
import { sendRefunds } from '../payment/refund/commands.ts'
import { reconcileToday } from '../payment/reconciliation/commands/reconcile.ts'
import { finaliseOrders } from '../proceeds/commands/finalise.ts'
import { postCaptured } from '../proceeds/commands/post-payment.ts'
import { driveParked } from '../proceeds/commands/receive-event.ts'
import { postDisputes } from '../proceeds/commands/receive-dispute.ts'
import { auditLog } from '../proof/commands/audit.ts'
import { sealFacts } from '../proof/commands/seal.ts'
import { configure, type Bindings } from '../env.ts'
import type { Context } from '../platform/context.ts'
import { systemClock, type Clock } from '../platform/clock.ts'
import { forgetExpired } from '../platform/forget.ts'
import { actingAs, makeContext } from './context.ts'

type Job = { name: string; run: (context: Context) => Promise<void> }

export const everyMinute: Job[] = [
  // What the provider said, or was asked, comes before what follows from it.
  { name: 'drive-parked', run: driveParked },
  { name: 'ask-pending', run: askPending },
  { name: 'release-expired', run: releaseExpired },
  { name: 'post-payments', run: postCaptured },
  { name: 'post-disputes', run: postDisputes },
  { name: 'send-refunds', run: sendRefunds },
  { name: 'assume-receipts', run: assumeReceipts },
  { name: 'finalise-orders', run: finaliseOrders },
  { name: 'seal-facts', run: sealFacts },
]

// These read whole tables, so they run when few people do.
export const everyNight: Job[] = [
  { name: 'reconcile-day', run: reconcileToday },
  { name: 'forget-expired', run: forgetExpired },
  { name: 'audit-log', run: auditLog },
]

/** The second schedule of wrangler.toml, in UTC: 03:17 in China. */
export const nightly = '17 19 * * *'

/** What the clock drives every minute. */
export function runJobs(env: Bindings, clock: Clock = systemClock): Promise<void> {
  return runEach(everyMinute, env, clock)
}

/** What the clock drives once a night. */
export function runNightJobs(env: Bindings, clock: Clock = systemClock): Promise<void> {
  return runEach(everyNight, env, clock)
}

// Each job on its own: one that fails is logged and does not stop the others.
async function runEach(jobs: readonly Job[], env: Bindings, clock: Clock): Promise<void> {
  const configuration = configure(env)
  if ('missing' in configuration) return
  for (const { name, run } of jobs) {
    const context = makeContext(env, configuration, { requestId: `job-${name}`, locale: 'zh', clock })
    try {
      await run(actingAs(context, { kind: 'system', job: name }))
    } catch (error) {
      console.error(JSON.stringify({ job: name, error: error instanceof Error ? error.message : 'unknown' }))
    }
  }
}
