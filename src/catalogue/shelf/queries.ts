import { sql, type SQL } from 'drizzle-orm'
import type { Fen } from '../../kernel/money.ts'
import type { LocalDate } from '../../kernel/time.ts'
import type { Database, Statement } from '../../platform/database.ts'
import type { Category } from '../category.ts'
import type { Listing } from '../listing.ts'
import { facetMatch, matchOf, nearMatchOf, type SearchText } from '../search-text.ts'

export const pageSize = 20

/** An offer as a card shows it. `households` is 0 and the villages empty where fewer than five stand behind its lot. */
export type OfferCard = {
  seq: number
  id: string
  nameZh: string
  nameEn: string
  category: Category
  drawing: string
  photoFileId: string | null
  fromFen: Fen
  fromFenPerKg: Fen
  households: number
  villagesZh: string
  villagesEn: string
  countyCode: string
  countyZh: string
  countyEn: string
  inStock: number
  soldTens: number
  seasonFrom: string
  seasonUntil: string
  publishedAtMs: number
}

export type OfferPage = { offers: OfferCard[]; next: number[] | null }

const card = sql`
  o.seq AS seq, o.id AS id, o.name_zh AS nameZh, o.name_en AS nameEn, o.category AS category, o.drawing AS drawing,
  o.photo_file_id AS photoFileId, o.from_fen AS fromFen, o.from_fen_per_kg AS fromFenPerKg, o.households AS households,
  o.villages_zh AS villagesZh, o.villages_en AS villagesEn, o.county_code AS countyCode, d.name_zh AS countyZh, d.name_en AS countyEn,
  o.in_stock AS inStock, o.sold_tens AS soldTens, o.season_from AS seasonFrom, o.season_until AS seasonUntil,
  o.published_at_ms AS publishedAtMs`

/** One page of the offers on sale, by filter and order; `today` decides what is in season. */
export async function listOffers(county: Database, listing: Listing, today: LocalDate, limit = pageSize): Promise<OfferPage> {
  const { columns, descending, keysOf } = orders[listing.sort]
  const offers = await county.all<OfferCard>(sql`
    SELECT ${card} FROM offers o JOIN divisions d ON d.code = o.county_code
    WHERE o.status = 'published' AND ${filtered(listing, today)} AND ${beyond(columns, descending, listing.after)}
    ORDER BY ${ordered(columns, descending)} LIMIT ${limit + 1}`)
  return pageOf(offers, limit, keysOf)
}

/**
 * The same among the offers that match what was typed; nothing searchable finds nothing. Best means most relevant; other
 * orders, prices and seasons sift the forty most relevant, so that a common word costs no more than a rare one.
 */
export async function searchOffers(county: Database, listing: Listing, today: LocalDate): Promise<OfferPage> {
  const match = matchOf(listing.q)
  if (match === null) return { offers: [], next: null }
  const skipped = listing.after.length === 1 ? Math.min(listing.after[0]!, 200) : 0
  const sifted = listing.sort !== 'best' || listing.minFen !== null || listing.maxFen !== null || listing.inSeason
  const { columns, descending } = orders[listing.sort]
  const found = sql`SELECT rowid AS seq, rank AS place FROM offer_search WHERE offer_search MATCH ${match + facetMatch(listing)}
    ORDER BY rank LIMIT ${sifted ? sql`40` : sql`${pageSize + 1} OFFSET ${skipped}`}`
  const offers = await county.all<OfferCard>(sql`
    SELECT ${card} FROM (${found}) s JOIN offers o ON o.seq = s.seq JOIN divisions d ON d.code = o.county_code
    WHERE ${filtered(listing, today)} ORDER BY ${listing.sort === 'best' ? sql`s.place` : ordered(columns, descending)}
    LIMIT ${pageSize + 1} OFFSET ${sifted ? skipped : 0}`)
  return pageOf(offers, pageSize, () => [skipped + pageSize])
}

/** What may have been meant when a search found nothing; at most four. */
export async function nearOffers(county: Database, q: string): Promise<OfferCard[]> {
  const match = nearMatchOf(q)
  if (match === null) return []
  return county.all<OfferCard>(sql`
    SELECT ${card} FROM offer_search s JOIN offers o ON o.seq = s.rowid JOIN divisions d ON d.code = o.county_code
    WHERE offer_search MATCH ${match} AND o.status = 'published' ORDER BY rank LIMIT 4`)
}

export type Facets = {
  categories: { category: Category; offers: number }[]
  counties: { code: string; nameZh: string; nameEn: string; offers: number }[]
}

/** How many offers each category has, and the twelve counties with most. */
export async function offerFacets(county: Database): Promise<Facets> {
  const [categories, counties] = await county.allOf<[Facets['categories'][number], Facets['counties'][number]]>(
    sql`SELECT value AS category, offers AS offers FROM offer_facets WHERE kind = 'category' AND offers > 0 ORDER BY offers DESC, value`,
    sql`SELECT f.value AS code, d.name_zh AS nameZh, d.name_en AS nameEn, f.offers AS offers
      FROM offer_facets f JOIN divisions d ON d.code = f.value WHERE f.kind = 'county' AND f.offers > 0 ORDER BY f.offers DESC, f.value LIMIT 12`,
  )
  return { categories, counties }
}

/** The names an offer is found by: its own, its product's, its organisation's, and of its county and public villages. */
export async function searchNames(county: Database, offerId: string): Promise<{ zh: string; en: string }[]> {
  return county.all(sql`
    SELECT o.name_zh AS zh, o.name_en AS en FROM offers o WHERE o.id = ${offerId}
    UNION ALL SELECT p.name_zh, p.name_en FROM offers o JOIN products p ON p.id = o.product_id WHERE o.id = ${offerId}
    UNION ALL SELECT g.name_zh, g.name_en FROM offers o JOIN organisations g ON g.id = o.organisation_id WHERE o.id = ${offerId}
    UNION ALL SELECT d.name_zh, d.name_en FROM offers o JOIN divisions d ON d.code = o.county_code WHERE o.id = ${offerId}
    UNION ALL SELECT d.name_zh, d.name_en FROM offers o JOIN lot_publics t ON t.lot_id = o.lot_id AND t.villages_zh <> ''
      JOIN lot_villages v ON v.lot_id = o.lot_id AND v.households >= 5 JOIN divisions d ON d.code = v.village_code WHERE o.id = ${offerId}`)
}

/** Puts an offer into the index, in the place of what stood there. */
export function indexOffer(offerId: string, { han, pinyin, latin }: SearchText): Statement {
  return sql`INSERT OR REPLACE INTO offer_search (rowid, han, pinyin, latin) SELECT seq, ${han}, ${pinyin}, ${latin} FROM offers WHERE id = ${offerId}`
}

export function unindexOffer(offerId: string): Statement {
  return sql`DELETE FROM offer_search WHERE rowid = (SELECT seq FROM offers WHERE id = ${offerId})`
}

type Order = { columns: SQL[]; descending: boolean; keysOf: (offer: OfferCard) => number[] }

// Each order is the column order of one index; seq, its tail, makes every place unique.
const orders: Record<Listing['sort'], Order> = {
  best: {
    columns: [sql`o.in_stock`, sql`o.households`, sql`o.seq`],
    descending: true,
    keysOf: ({ inStock, households, seq }) => [inStock, households, seq],
  },
  sales: { columns: [sql`o.sold_tens`, sql`o.seq`], descending: true, keysOf: ({ soldTens, seq }) => [soldTens, seq] },
  price: { columns: [sql`o.from_fen`, sql`o.seq`], descending: false, keysOf: ({ fromFen, seq }) => [fromFen, seq] },
  new: { columns: [sql`o.published_at_ms`, sql`o.seq`], descending: true, keysOf: ({ publishedAtMs, seq }) => [publishedAtMs, seq] },
}

function ordered(columns: SQL[], descending: boolean): SQL {
  const direction = descending ? sql` DESC` : sql` ASC`
  return sql.join(
    columns.map((column) => sql`${column}${direction}`),
    sql`, `,
  )
}

function beyond(columns: SQL[], descending: boolean, after: number[]): SQL {
  if (after.length !== columns.length) return sql`1`
  const keys = sql.join(
    after.map((key) => sql`${key}`),
    sql`, `,
  )
  return sql`(${sql.join(columns, sql`, `)}) ${descending ? sql`<` : sql`>`} (${keys})`
}

function filtered({ category, countyCode, minFen, maxFen, inSeason }: Listing, today: LocalDate): SQL {
  const conditions = [sql`1`]
  if (category) conditions.push(sql`o.category = ${category}`)
  if (countyCode) conditions.push(sql`o.county_code = ${countyCode}`)
  if (minFen !== null) conditions.push(sql`o.from_fen >= ${minFen}`)
  if (maxFen !== null) conditions.push(sql`o.from_fen <= ${maxFen}`)
  if (inSeason) {
    const day = today.slice(5)
    conditions.push(sql`iif(o.season_from <= o.season_until, ${day} BETWEEN o.season_from AND o.season_until,
      ${day} >= o.season_from OR ${day} <= o.season_until)`)
  }
  return sql.join(conditions, sql` AND `)
}

function pageOf(offers: OfferCard[], limit: number, keysOf: (last: OfferCard) => number[]): OfferPage {
  const shown = offers.slice(0, limit)
  return { offers: shown, next: offers.length > limit ? keysOf(shown.at(-1)!) : null }
}
