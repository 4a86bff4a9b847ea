import type { Actor } from '../kernel/actor.ts'
import type { Database } from '../platform/database.ts'
import { findSettlement, type SettlementRow } from '../settlement/queries.ts'
import { differences, type Difference } from './difference.ts'
import { recount } from './recount.ts'
import { loadEvidence, storedFigures } from './recount/queries.ts'
import { recountSurplus } from './surplus-recount.ts'
import { loadSurplusEvidence, storedSurplus } from './surplus/queries.ts'

export type Recount = { settlement: SettlementRow; figures: number; differences: Difference[] }

/** Works a settlement out again and compares every figure; null outside the actor's scope. */
export async function recountSettlement(county: Database, actor: Actor, settlementId: string): Promise<Recount | null> {
  const settlement = await findSettlement(county, actor, settlementId, 'oversight.read')
  if (!settlement) return null
  if (settlement.kind === 'surplus') return recountYear(county, settlement)
  const evidence = await loadEvidence(county, settlement.organisationId)
  const figures = recount(evidence, settlementId)
  return { settlement, figures: figures.size, differences: differences(await storedFigures(county, settlementId), figures) }
}

async function recountYear(county: Database, settlement: SettlementRow): Promise<Recount> {
  const figures = recountSurplus(await loadSurplusEvidence(county, settlement.organisationId), settlement.id)
  return { settlement, figures: figures.size, differences: differences(await storedSurplus(county, settlement.id), figures) }
}
