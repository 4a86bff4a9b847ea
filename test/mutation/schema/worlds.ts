import type { Group } from './schema.ts'
import type { World } from './specimen.ts'

// Only what a plain row cannot guess: sums that must fit, moments in order, and the second rows that keys and rules need.
const market: World = {
  users: { row: { username: 'manager', phone: '13800000001' } },
  sessions: { row: { user_id: 'users-1', expires_at_ms: 2000 } },
  baskets: { row: { user_id: 'users-1' } },
  checkouts: { row: { expires_at_ms: 2000 } },
  payments: { row: { amount_fen: 10 } },
  balance_transactions: { row: { amount_fen: 2 } },
  reconciliations: { row: { balance_fen: 8, explained_fen: 6 } },
}

const accountOf = (organisation: string, code: string) => ({
  id: `${organisation}/${code}/-`,
  organisation_id: organisation,
  code,
  subject: '-',
})

const county: World = {
  divisions: { besides: [{ code: '000000000001' }] },
  organisations: { besides: [{ id: 'organisations-2', credit_code: '000000000000000002' }] },
  households: { besides: [{ id: 'households-2' }] },
  members: { besides: [{ household_id: 'households-2', number: 2 }] },
  product_grades: { besides: [{ grade: 'first' }] },
  contract_versions: { row: { enterprise_bp: 3000, cooperative_bp: 1000, household_bp: 6000, input_cap_bp: 1000 } },
  contract_terminations: {
    first: ["UPDATE contract_versions SET signed_by = 'office', signed_at_ms = 1000"],
    row: { on_date: '2026-12-31' },
  },
  deliveries: {
    row: {
      gross_grams: 10_000,
      tare_grams: 500,
      deducted_grams: 0,
      net_grams: 9500,
      floor_fen_per_kg: 400,
      guaranteed_fen_per_kg: 400,
      basis_bp: 6000,
      floor_due_fen: 2280,
    },
    besides: [
      { id: 'deliveries-2', number: '2' },
      { id: 'deliveries-3', number: '3' },
    ],
  },
  slip_corrections: { row: { delivery_id: 'deliveries-3' } },
  delivery_reversals: { row: { delivery_id: 'deliveries-2' } },
  village_months: { row: { month: '2025-06' } },
  household_seasons: { row: { year: '2025' } },
  waiting_slips: { row: { delivered_on: '2025-06-18' } },
  lots: { row: { grams: 9500 } },
  lot_origins: { row: { grams: 9500 } },
  packs: { row: { pack_grams: 2500 } },
  pack_lots: { row: { pack_grams: 2500, units: 3 } },
  chart: {
    row: accountOf('organisations-1', 'bank'),
    besides: [accountOf('organisations-1', 'clearing'), accountOf('organisations-2', 'bank')],
  },
  transfers: { row: { credit: 'organisations-1/clearing/-' } },
  postings: { row: { month: '2026-07' } },
  settlements: { besides: [{ id: 'settlements-2', kind: 'surplus' }] },
  settlement_lots: { row: { final_fen: 4 } },
  settlement_lines: {
    row: { party_id: 'households-1', village_code: '000000000000', due_fen: 5, amount_fen: 2 },
    besides: [
      { id: 'settlement_lines-2', party_id: 'households-2', channel: 'cash' },
      { id: 'settlement_lines-3', settlement_id: 'settlements-2' },
    ],
  },
  statements: { row: { delivery_id: 'deliveries-1' } },
  disputes: { row: { amount_fen: 2 } },
  ledger_periods: { row: { month: '2026-05', next_month: '2026-06', closed_at_ms: 1_790_000_000_000 } },
  account_changes: { row: { effective_at_ms: 259_201_000 } },
  payout_lines: { row: { amount_fen: 2 } },
  cash_receipts: {
    first: [
      "UPDATE settlements SET status = 'notice', notice_from_ms = 1, notice_until_ms = 604800001",
      "UPDATE settlements SET status = 'approved', approved_by = 'another', approved_at_ms = 604800001",
    ],
    row: { line_id: 'settlement_lines-2', amount_fen: 2 },
  },
  input_advances: { besides: [{ id: 'input_advances-2' }] },
  input_reversals: { row: { advance_id: 'input_advances-2' } },
  surplus_parts: { row: { settlement_id: 'settlements-2', by_volume_fen: 6, by_capital_fen: 4 } },
  surplus_distributions: {
    row: {
      settlement_id: 'settlements-2',
      surplus_fen: 10,
      reserve_bp: 0,
      reserve_fen: 0,
      volume_bp: 6000,
      by_volume_fen: 6,
      by_capital_fen: 4,
    },
  },
  surplus_shares: { row: { line_id: 'settlement_lines-3' } },
  log_facts: { row: { seq: 999 } },
  log_leaves: { row: { idx: 0 } },
}

export const worlds: Record<Group, World> = { market, county, vault: {} }
