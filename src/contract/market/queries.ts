import { sql } from 'drizzle-orm'
import type { Fen } from '../../kernel/money.ts'
import type { LocalDate } from '../../kernel/time.ts'
import type { Database } from '../../platform/database.ts'
import type { Grade } from '../tables.ts'

export type MarketReference = {
  productId: string
  productZh: string
  productEn: string
  grade: Grade
  countyCode: string
  onDate: LocalDate
  fenPerKg: Fen
  source: string
}

/** The market references of a county, newest day first, 50 at a time; `before` is the row the page before ended with. Public. */
export async function listMarketPrices(
  county: Database,
  countyCode: string,
  before: { onDate: LocalDate; productId: string; grade: string } = { onDate: '9999-12-31', productId: '', grade: '' },
): Promise<MarketReference[]> {
  return county.all(sql`
    SELECT m.product_id AS productId, p.name_zh AS productZh, p.name_en AS productEn, m.grade AS grade, m.county_code AS countyCode,
      m.on_date AS onDate, m.fen_per_kg AS fenPerKg, m.source AS source
    FROM market_prices m JOIN products p ON p.id = m.product_id
    WHERE m.county_code = ${countyCode} AND (m.on_date, m.product_id, m.grade) < (${before.onDate}, ${before.productId}, ${before.grade})
    ORDER BY m.on_date DESC, m.product_id DESC, m.grade DESC LIMIT 50`)
}
