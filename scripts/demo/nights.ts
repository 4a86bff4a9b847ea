import { addDays } from '../../src/kernel/time.ts'
import { reconcileToday } from '../../src/payment/reconciliation/commands/reconcile.ts'
import type { World } from './world.ts'

// What the scheduled job of a real installation does every night; the demo shows the last ten of them.
const nights = 10

/** The nights on which the provider's balance is compared with the books. The first takes in all that was before. */
export function planNights(world: World): void {
  for (let ago = nights; ago >= 0; ago--) world.on(addDays(world.today, -ago), 3.3, () => reconcileToday(world.context))
}
