import type { Witness } from '../witness.ts'

const publish = "UPDATE offers SET status = 'published', published_at_ms = 1000"
const withdraw = "UPDATE offers SET status = 'withdrawn'"
const facet = (kind: string, value: string) =>
  `SELECT coalesce(sum(offers), 0) FROM offer_facets WHERE kind = '${kind}' AND value = '${value}'`
const offer = (column: string) => `SELECT ${column} FROM offers`

export const shop: Witness[] = [
  {
    of: 'trigger offers_follow_lots',
    run: `INSERT INTO pack_lots (id, lot_id, pack_id, number, pack_grams, units, packed_on, best_before_on, packed_by, packed_at_ms)
      VALUES ('new', 'lots-1', 'packs-1', '2', 2500, 1, '2026-06-18', '2026-06-18', 'clerk', 1000)`,
    given: ['UPDATE lots SET packed_grams = 0'],
    reads: offer('lot_id'),
    gives: 'lots-1',
  },
  {
    of: 'trigger offers_follow_stock',
    given: ['UPDATE offers SET in_stock = 1'],
    run: 'UPDATE pack_lots SET reserved_units = units',
    reads: offer('in_stock'),
    gives: 0,
  },
  { of: 'trigger offers_follow_sales', run: 'UPDATE packs SET sold_units = 25', reads: offer('sold_tens'), gives: 2 },
  {
    of: 'trigger offer_packs_fit',
    given: [
      "INSERT INTO packs (id, organisation_id, product_id, grade, pack_grams, name_zh, name_en) VALUES ('new', 'organisations-2', 'products-1', 'premium', 2500, 'x', 'x')",
    ],
    refused: "INSERT INTO offer_packs VALUES ('offers-1', 'new', 100, 1)",
    as: 'must:pack_does_not_fit_offer',
  },
  { of: 'trigger offer_facets_category_add', run: publish, reads: facet('category', 'category'), gives: 1 },
  { of: 'trigger offer_facets_category_take', given: [publish], run: withdraw, reads: facet('category', 'category'), gives: 0 },
  { of: 'trigger offer_facets_county_add', run: publish, reads: facet('county', '000000000000'), gives: 1 },
  { of: 'trigger offer_facets_county_take', given: [publish], run: withdraw, reads: facet('county', '000000000000'), gives: 0 },
  {
    of: 'trigger claims_decided_once',
    given: ["UPDATE claims SET status = 'refused', decision_reason = 'fine', decided_at_ms = 2000"],
    refused: "UPDATE claims SET status = 'refunded'",
    as: 'must:claim_decided',
  },
  {
    of: 'refunds.claim_id CONSTRAINT claim_refunded_twice UNIQUE',
    given: [
      "INSERT INTO refunds (id, order_id, kind, claim_id, goods_fen, freight_fen, reason, refunded_by, at_ms) VALUES ('new', 'orders-1', 'claim', 'claims-1', 1, 0, 'x', 'x', 1)",
    ],
    refused:
      "INSERT INTO refunds (id, order_id, kind, claim_id, goods_fen, freight_fen, reason, refunded_by, at_ms) VALUES ('newer', 'orders-1', 'claim', 'claims-1', 1, 0, 'x', 'x', 1)",
    as: 'UNIQUE constraint failed: refunds.claim_id',
  },
  {
    of: 'trigger disputes_decided_once',
    given: ["UPDATE disputes SET status = 'won', decided_at_ms = 2000"],
    refused: "UPDATE disputes SET status = 'lost'",
    as: 'append_only:disputes',
  },
  { of: 'trigger log_facts_refund', run: 'SELECT 1', reads: "SELECT subject FROM log_facts WHERE kind = 'refund'", gives: 'refunds-1' },
]
