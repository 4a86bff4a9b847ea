import { sql, type SQL } from 'drizzle-orm'
import { bothFloors } from '../../contract/floor.ts'
import type { Fen } from '../../kernel/money.ts'
import type { Grams } from '../../kernel/quantity.ts'
import { localDate, type LocalDate } from '../../kernel/time.ts'
import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { standingLines, type LineStatus } from '../../settlement/status.ts'
import { valueSlip, type CardSlip, type Carried, type LotFacts, type SlipFacts, type VersionFacts } from './card.ts'

export const slipsAPage = 20
const linesShown = 24

export type Season = { year: string; productId: string; nameZh: string; nameEn: string; slips: number; grams: Grams; floorDueFen: Fen }
export type CardLine = {
  lineId: string
  kind: 'proceeds' | 'surplus'
  month: string
  status: LineStatus
  /** What the bank pays: inputs on credit are off it already. */
  amountFen: Fen
  creditFen: Fen
  answeredOn: LocalDate | null
}
export type Said = { subject: string; verdict: 'right' | 'not_right'; words: string; resolution: string | null }
/** A guarantor who has not paid in all it answers for, as the last published settlement found. */
export type OverdueClaim = { contractId: string; guarantorZh: string; guarantorEn: string; overdueFen: Fen }

/** A household's card: its seasons, one page of slips valued today, its lines, its own words, and claims that are overdue. */
export type CardBooks = {
  year: string
  seasons: Season[]
  slips: CardSlip[]
  /** Where the next page begins; null on the last. */
  next: string | null
  lines: CardLine[]
  said: Said[]
  overdue: OverdueClaim[]
}

type VersionRow = {
  versionId: string
  contractId: string
  enterpriseBp: number
  cooperativeBp: number
  householdBp: number
  deductionCapBp: number
  guaranteeOn: LocalDate
}
type DeductionRow = { versionId: string; proceedsBp: number; fenPerKg: number }
type SlipRow = Omit<SlipFacts, 'replaces'> & { replaces: string }
type LotRow = Omit<LotFacts, 'closed'> & { closed: number }
type CarriedRow = Carried & { status?: LineStatus }

/** The card of a household; `year` is its newest season unless given, `before` the cursor of the page before. */
export async function loadCard(context: Context, householdId: string, page: { year?: string; before?: string }): Promise<CardBooks> {
  const { county, clock } = context
  const [seasons, found, lines, said] = await county.allOf<[Season, SlipRow, CardLine, Said]>(
    seasonsOf(householdId),
    slipsOf(householdId, page),
    linesOf(householdId),
    saidBy(householdId),
  )
  const rows = found.map((row): SlipFacts => ({ ...row, replaces: JSON.parse(row.replaces) as string[] }))
  const shown = rows.slice(0, slipsAPage)
  const last = shown.at(-1)
  const { slips, overdue } = await valueSlips(county, shown, lines, localDate(clock.now()))
  return {
    year: page.year ?? seasons[0]?.year ?? localDate(clock.now()).slice(0, 4),
    seasons,
    slips,
    next: rows.length > slipsAPage && last ? `${last.deliveredOn}.${last.deliveryId}` : null,
    lines,
    said,
    overdue,
  }
}

async function valueSlips(county: Database, rows: readonly SlipFacts[], lines: readonly CardLine[], today: LocalDate) {
  const standing = lines.filter(({ status }) => standingLines.includes(status))
  const versionIds = [...new Set(rows.map(({ versionId }) => versionId))]
  const lotIds = [...new Set(rows.flatMap(({ lotId }) => lotId ?? []))]
  const deliveryIds = rows.flatMap(({ deliveryId, replaces }) => [deliveryId, ...replaces])
  if (rows.length === 0) return { slips: [], overdue: [] }
  const [lots, versions, deductions, carried, overdue] = await county.allOf<[LotRow, VersionRow, DeductionRow, CarriedRow, OverdueClaim]>(
    lotsOf(lotIds),
    versionsOf(versionIds),
    deductionsOf(versionIds),
    // Beyond the lines that are shown there may be older ones, which carried money for older slips.
    lines.length < linesShown
      ? carriedBy(
          standing.map(({ lineId }) => lineId),
          deliveryIds,
        )
      : everCarried(deliveryIds),
    overdueOf([...new Set(rows.map(({ organisationId }) => organisationId))], versionIds),
  )
  const byLot = new Map(lots.map((lot) => [lot.lotId, { ...lot, closed: lot.closed === 1 }]))
  const byVersion = new Map(versions.map((version) => [version.versionId, factsOf(version, deductions)]))
  const bySlip = Map.groupBy(carried, ({ deliveryId }) => deliveryId)
  const paid = new Set([...lines, ...carried].filter(({ status }) => status === 'paid').map(({ lineId }) => lineId))
  const slips = rows.map((row) =>
    valueSlip(row, byLot.get(row.lotId ?? '') ?? null, byVersion.get(row.versionId)!, {
      parts: [row.deliveryId, ...row.replaces].flatMap((id) => bySlip.get(id) ?? []).toSorted(byLine),
      paid,
      today,
    }),
  )
  return { slips, overdue }
}

function factsOf({ versionId, guaranteeOn, ...split }: VersionRow, deductions: readonly DeductionRow[]): VersionFacts {
  return { split, guaranteeOn, deductions: deductions.filter((deduction) => deduction.versionId === versionId) }
}

/** At most 20 slips and 24 lines: few enough to bind one by one, which reads no row where json_each reads one each. */
function listed(ids: readonly string[]): SQL {
  return sql`(${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )})`
}

function seasonsOf(householdId: string): SQL {
  return sql`SELECT s.year AS year, s.product_id AS productId, p.name_zh AS nameZh, p.name_en AS nameEn, s.slips AS slips,
      s.net_grams AS grams, s.floor_due_fen AS floorDueFen
    FROM household_seasons s JOIN products p ON p.id = s.product_id
    WHERE s.household_id = ${householdId} ORDER BY s.year DESC LIMIT 10`
}

function slipsOf(householdId: string, { year, before }: { year?: string; before?: string }): SQL {
  const newest = sql`(SELECT max(year) FROM household_seasons WHERE household_id = ${householdId})`
  const chosen = year === undefined ? newest : sql`${year}`
  const [on, id] = before?.split('.') ?? []
  const until = on && id ? sql`(d.delivered_on, d.id) < (${on}, ${id})` : sql`d.delivered_on <= ${chosen} || '-12-31'`
  return sql`SELECT d.id AS deliveryId, d.number AS number, d.delivered_on AS deliveredOn, d.organisation_id AS organisationId,
      d.product_id AS productId, d.contract_version_id AS versionId, d.net_grams AS grams, d.guaranteed_fen_per_kg AS guaranteedFenPerKg,
      d.basis_bp AS basisBp, d.floor_due_fen AS floorDueFen, d.advance_fen AS advanceFen, o.lot_id AS lotId,
      iif(d.corrects_id IS NULL, '[]', (${replacedBy(sql`d.corrects_id`)})) AS replaces
    FROM deliveries d LEFT JOIN lot_origins o ON o.delivery_id = d.id
    WHERE d.household_id = ${householdId} AND d.delivered_on >= ${chosen} || '-01-01' AND ${until}
      AND NOT EXISTS (SELECT 1 FROM delivery_reversals r WHERE r.delivery_id = d.id)
    ORDER BY d.delivered_on DESC, d.id DESC LIMIT ${slipsAPage + 1}`
}

// The slip a correction took the place of, and the one before that if it was corrected already.
function replacedBy(correctsId: SQL): SQL {
  return sql`WITH RECURSIVE earlier (id) AS (SELECT ${correctsId} UNION ALL SELECT x.corrects_id FROM earlier e JOIN deliveries x ON x.id = e.id
    WHERE x.corrects_id IS NOT NULL) SELECT json_group_array(id) FROM earlier`
}

const byLine = (a: Carried, b: Carried) => (a.lineId < b.lineId ? -1 : 1)

const lineColumns = sql`SELECT l.id AS lineId, t.kind AS kind, t.month AS month, l.status AS status, l.amount_fen AS amountFen, l.credit_fen AS creditFen, l.answered_on AS answeredOn
  FROM settlement_lines l JOIN settlements t ON t.id = l.settlement_id`

function linesOf(householdId: string): SQL {
  return sql`${lineColumns}
    WHERE l.party_id = ${householdId} AND l.party = 'household' AND t.status NOT IN ('draft', 'rejected') ORDER BY t.month DESC LIMIT ${linesShown}`
}

function saidBy(householdId: string): SQL {
  return sql`SELECT coalesce(delivery_id, line_id) AS subject, verdict, words, resolution FROM statements
    WHERE household_id = ${householdId} ORDER BY at_ms DESC LIMIT ${slipsAPage}`
}

function lotsOf(lotIds: readonly string[]): SQL {
  return sql`SELECT id AS lotId, number, grams + corrected_grams AS grams, final_fen AS finalFen, final_grams AS finalGrams, closed_at_ms IS NOT NULL AS closed
    FROM lots WHERE id IN ${listed(lotIds)}`
}

function versionsOf(versionIds: readonly string[]): SQL {
  return sql`SELECT id AS versionId, contract_id AS contractId, enterprise_bp AS enterpriseBp, cooperative_bp AS cooperativeBp,
      household_bp AS householdBp, deduction_cap_bp AS deductionCapBp, guarantee_on AS guaranteeOn
    FROM contract_versions WHERE id IN ${listed(versionIds)}`
}

function deductionsOf(versionIds: readonly string[]): SQL {
  return sql`SELECT contract_version_id AS versionId, proceeds_bp AS proceedsBp, fen_per_kg AS fenPerKg
    FROM contract_deductions WHERE contract_version_id IN ${listed(versionIds)} ORDER BY kind`
}

/** Oldest line first, so that the last one holds the latest entitlement. */
function carriedBy(lineIds: readonly string[], deliveryIds: readonly string[]): SQL {
  return sql`SELECT s.line_id AS lineId, s.delivery_id AS deliveryId, s.entitled_fen AS entitledFen, s.share_fen AS shareFen, s.guarantee_fen AS guaranteeFen
    FROM settlement_slips s WHERE s.line_id IN ${listed(lineIds)} AND s.delivery_id IN ${listed(deliveryIds)} ORDER BY s.line_id`
}

/** The same from whatever lines stand, with their status; it reads two rows more for each. */
function everCarried(deliveryIds: readonly string[]): SQL {
  return sql`SELECT s.line_id AS lineId, s.delivery_id AS deliveryId, s.entitled_fen AS entitledFen, s.share_fen AS shareFen, s.guarantee_fen AS guaranteeFen, l.status AS status
    FROM settlement_slips s JOIN settlement_lines l ON l.id = s.line_id JOIN settlements t ON t.id = l.settlement_id
    WHERE s.delivery_id IN (SELECT value FROM json_each(${JSON.stringify(deliveryIds)})) AND l.status IN ${listed(standingLines)}
      AND t.status NOT IN ('draft', 'rejected') ORDER BY s.line_id`
}

function overdueOf(organisationIds: readonly string[], versionIds: readonly string[]): SQL {
  return sql`SELECT k.contract_id AS contractId, g.name_zh AS guarantorZh, g.name_en AS guarantorEn, k.overdue_fen AS overdueFen
    FROM settlements t
      JOIN settlement_contracts k ON k.settlement_id = t.id AND k.overdue_fen > 0
        AND k.contract_id IN (SELECT contract_id FROM contract_versions WHERE id IN ${listed(versionIds)})
      JOIN organisations g ON g.id = k.guarantor_id
    WHERE t.organisation_id IN ${listed(organisationIds)} AND t.kind = 'proceeds' AND t.status <> 'rejected' AND t.status <> 'draft'
      AND t.month = (SELECT max(month) FROM settlements WHERE organisation_id = t.organisation_id AND kind = 'proceeds' AND status <> 'rejected' AND status <> 'draft')`
}

/** One slip of this household with its product, price per kg and lot; null when it is not the household's. */
export async function cardSlip(county: Database, householdId: string, deliveryId: string) {
  const slip = await county.first<SlipDetail>(sql`
    SELECT d.number AS number, d.delivered_on AS deliveredOn, d.net_grams AS grams, d.guaranteed_fen_per_kg AS guaranteedFenPerKg,
      d.basis_bp AS basisBp, d.floor_due_fen AS floorDueFen, p.name_zh AS productZh, p.name_en AS productEn, l.number AS lotNumber
    FROM deliveries d JOIN products p ON p.id = d.product_id LEFT JOIN lot_origins o ON o.delivery_id = d.id LEFT JOIN lots l ON l.id = o.lot_id
    WHERE d.id = ${deliveryId} AND d.household_id = ${householdId}`)
  return slip && { ...slip, householdFenPerKg: bothFloors(slip.guaranteedFenPerKg, slip.basisBp).householdFenPerKg }
}

type SlipDetail = Pick<SlipFacts, 'number' | 'deliveredOn' | 'grams' | 'guaranteedFenPerKg' | 'basisBp' | 'floorDueFen'> & {
  productZh: string
  productEn: string
  lotNumber: string | null
}

/** One payment of this household; null when it is not the household's. */
export async function cardLine(county: Database, householdId: string, lineId: string): Promise<CardLine | null> {
  return county.first(
    sql`${lineColumns} WHERE l.id = ${lineId} AND l.party_id = ${householdId} AND l.party = 'household' AND t.status NOT IN ('draft', 'rejected')`,
  )
}
