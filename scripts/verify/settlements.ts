import { differences } from '../../src/oversight/difference.ts'
import { recount } from '../../src/oversight/recount.ts'
import { loadEvidence, storedFigures } from '../../src/oversight/recount/queries.ts'
import { recountSurplus } from '../../src/oversight/surplus-recount.ts'
import { loadSurplusEvidence, storedSurplus } from '../../src/oversight/surplus/queries.ts'
import type { Database } from '../../src/platform/database.ts'
import type { CountyFile } from './county-file.ts'
import type { Checked, Finding } from './finding.ts'

type Settled = { id: string; organisationId: string; kind: 'proceeds' | 'surplus' }

/**
 * Works every settlement out again from slips, contracts, sales, refunds and the bank's answers, with the office's own code,
 * which shares none with what made the settlements; then compares every figure: splits, pools, guarantees, lines, totals.
 */
export async function checkSettlements(county: CountyFile): Promise<Checked> {
  const settlements = county.rows<Settled>(
    `SELECT id, organisation_id AS organisationId, kind FROM settlements WHERE status <> 'rejected' ORDER BY made_at_ms, id`,
  )
  const reader = county.reader as Database
  const findings: Finding[] = []
  let figures = 0
  for (const { id, organisationId, kind } of settlements) {
    const [stored, counted] =
      kind === 'surplus'
        ? [await storedSurplus(reader, id), recountSurplus(await loadSurplusEvidence(reader, organisationId), id)]
        : [await storedFigures(reader, id), recount(await loadEvidence(reader, organisationId), id)]
    figures += counted.size
    for (const { figure, storedFen, recountedFen } of differences(stored, counted)) {
      findings.push({ what: 'differs', name: `settlement ${id}`, detail: `${figure}: ${storedFen}, by the raw facts ${recountedFen}` })
    }
  }
  return { title: 'settlements', counted: `${settlements.length} settlements, ${figures} figures worked out again`, findings, notes: [] }
}
