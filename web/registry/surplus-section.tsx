import { namesOf } from '../../src/household/vault/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { findDistribution, listParts, partTotals } from '../../src/settlement/surplus/queries.ts'
import { Notice } from '../components/notice.tsx'
import { DivisionCard, PartsCard } from './surplus-division.tsx'
import { dictionary } from './surplus-words.ts'

/** What a surplus settlement, which the caller has found within reach, was worked out from. `shown` says how much of a name is shown. */
export async function surplusSection(context: Context, settlementId: string, shown: (name: string) => string = (name) => name) {
  const { county, locale } = context
  const distribution = await findDistribution(county, settlementId)
  if (!distribution) return <Notice title={dictionary[locale].again} />
  const [parts, totals] = await Promise.all([listParts(county, settlementId), partTotals(county, settlementId)])
  const known = await namesOf(
    context,
    parts.map(({ householdId }) => householdId),
  )
  const names = new Map([...known].map(([id, name]) => [id, shown(name)]))
  return (
    <>
      <DivisionCard division={{ ...distribution, tradeFen: totals.tradeFen }} />
      <PartsCard parts={parts} names={names} members={totals.members} />
    </>
  )
}
