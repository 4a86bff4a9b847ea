import { closePeriod } from '../../src/bookkeeping/commands.ts'
import { nextToClose } from '../../src/bookkeeping/period.ts'
import { standingOf } from '../../src/bookkeeping/queries.ts'
import { findUserByUsername } from '../../src/identity/queries.ts'
import { monthBefore } from '../../src/kernel/time.ts'
import { made } from '../../test/support/factories/made.ts'
import type { World } from './world.ts'

/** The manager closes every month that is over but the last, which is left for the visitor. */
export async function closeBooks({ context }: World, organisationId: string, username: string): Promise<void> {
  const { id, name } = (await findUserByUsername(context.market, username))!
  const manager = {
    ...context,
    actor: { kind: 'user' as const, userId: id, name, grants: [{ role: 'manager' as const, scope: organisationId }] },
  }
  const standing = () => standingOf(context.county, organisationId, context.clock.now())
  const { thisMonth } = await standing()
  for (let month = nextToClose(await standing()); month !== null && month < monthBefore(thisMonth); month = nextToClose(await standing()))
    made(await closePeriod(manager, { organisationId, month }))
}
