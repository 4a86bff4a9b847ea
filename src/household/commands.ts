import { actorKey } from '../kernel/actor.ts'
import { permit } from '../identity/permission.ts'
import { refuse, type Result } from '../kernel/result.ts'
import { newId } from '../platform/clock.ts'
import { commit } from '../platform/commit.ts'
import type { Context } from '../platform/context.ts'
import { build } from '../platform/database.ts'
import { findDivision } from '../region/queries.ts'
import type { NewHousehold } from './input.ts'
import { findHousehold } from './queries.ts'
import { households, registryStatuses } from './tables.ts'
import { findByIdNumbers, identityStatements } from './vault/queries.ts'

/**
 * Enters one household by hand. The vault is written first: an identity without a household is picked up by the next
 * try, a household without an identity could never be paid.
 */
export async function registerHousehold(context: Context, input: NewHousehold): Promise<Result<string>> {
  const refused = permit(context.actor, 'household.import', { divisionCode: input.villageCode })
  if (refused) return { ok: false, problem: refused }
  const village = await findDivision(context.county, input.villageCode)
  if (village?.level !== 'village') return refuse('village_unknown', { code: input.villageCode }, 'villageCode')
  const { idNumber } = input.identity
  const known = (await findByIdNumbers(context, [idNumber])).get(idNumber)
  if (known && (await findHousehold(context.county, known))) return refuse('id_number_taken', {}, 'idNumber')
  const id = known ?? newId('hh', context.clock)
  const problem = await context.vault.run(await identityStatements(context, [{ householdId: id, identity: input.identity }]))
  if (problem) return refuse(problem, {}, 'idNumber')
  return commit(context, 'county', newHouseholdStatements(context, id, input), { action: 'household.register', subject: id })
}

function newHouseholdStatements(context: Context, id: string, input: NewHousehold) {
  const now = context.clock.now()
  const { villageCode, people, workers, status, statusFromOn } = input
  return [
    build.insert(households).values({ id, villageCode, people, workers, createdAtMs: now, updatedAtMs: now }),
    build.insert(registryStatuses).values({
      householdId: id,
      fromOn: statusFromOn,
      status,
      reason: 'registration',
      recordedBy: actorKey(context.actor),
      recordedAtMs: now,
    }),
  ]
}
