import { insert, type Row, type Value } from '../specimen.ts'
import type { Witness } from '../witness.ts'

/** A plain slip of 9,500 g. */
export const slip = (id: string, change: Row = {}): string =>
  insert('deliveries', {
    id,
    number: id,
    organisation_id: 'organisations-1',
    household_id: 'households-1',
    village_code: '000000000000',
    registry_status: 'none',
    contract_version_id: 'contract_versions-1',
    product_id: 'products-1',
    grade: 'premium',
    delivered_on: '2026-06-18',
    gross_grams: 10_000,
    tare_grams: 500,
    deducted_grams: 0,
    net_grams: 9500,
    floor_fen_per_kg: 400,
    guaranteed_fen_per_kg: 400,
    basis_bp: 6000,
    floor_due_fen: 2280,
    advance_fen: 0,
    recorded_by: 'clerk',
    recorded_at_ms: 1000,
    ...change,
  })
const reversal = (id: string) =>
  `INSERT INTO delivery_reversals (delivery_id, reason, reversed_by, at_ms) VALUES ('${id}', 'twice', 'clerk', 1000)`
const month = (column: string) => `SELECT ${column} FROM village_months WHERE month = '2026-06'`
const season = (column: string) => `SELECT sum(${column}) FROM household_seasons WHERE household_id = 'households-1' AND year = '2026'`
const approval =
  "UPDATE slip_corrections SET status = 'approved', decided_by = 'manager', decided_at_ms = 1000 WHERE id = 'slip_corrections-1'"
const correction = (id: string, delivery: string) =>
  `INSERT INTO slip_corrections (id, delivery_id, reason, proposed_by, proposed_at_ms) VALUES ('${id}', '${delivery}', 'wrong', 'clerk', 1000)`

const sums: Witness[] = [
  {
    of: 'trigger village_months_add',
    run: slip('new'),
    reads: month("slips || ' ' || net_grams || ' ' || floor_due_fen"),
    gives: '3 28500 6840',
  },
  {
    of: 'trigger village_months_take',
    run: reversal('deliveries-1'),
    besides: ['trigger delivery_reversals_before_lot', 'trigger delivery_reversals_before_settlement'],
    reads: month("slips || ' ' || net_grams || ' ' || floor_due_fen"),
    gives: '1 9500 2280',
  },
  { of: 'trigger household_seasons_add', run: slip('new'), reads: season('net_grams'), gives: 28_500 },
  { of: 'trigger household_seasons_take', given: [slip('new')], run: reversal('new'), reads: season('floor_due_fen'), gives: 4560 },
  {
    of: 'trigger waiting_slips_add',
    run: slip('new'),
    reads: "SELECT net_grams FROM waiting_slips WHERE delivery_id = 'new'",
    gives: 9500,
  },
  {
    of: 'trigger waiting_slips_reversed',
    given: [slip('new')],
    run: reversal('new'),
    reads: "SELECT count(*) FROM waiting_slips WHERE delivery_id = 'new'",
    gives: 0,
  },
]

// What a slip's own columns refuse is refused by its rules and running sums, too.
const aside = ['members_only', 'contract_in_force'].map((rule) => `trigger deliveries_${rule}`)
const behind = ['village_months_add', 'household_seasons_add', 'waiting_slips_add'].map((sum) => `trigger ${sum}`)
const column = (name: string, rule: string, value: Value, as: string): Witness => ({
  of: `deliveries.${name} ${rule}`,
  besides: [...aside, ...behind],
  refused: slip('new', { [name]: value }),
  as,
})
const missing = (name: string) => column(name, 'NOT NULL', null, `NOT NULL constraint failed: deliveries.${name}`)
const unknown = (name: string, table: string, key = 'id') =>
  column(name, `REFERENCES ${table} (${key})`, 'nobody', 'FOREIGN KEY constraint failed')

export const slips: Witness[] = [
  ...sums,
  missing('organisation_id'),
  missing('product_id'),
  missing('delivered_on'),
  unknown('organisation_id', 'organisations'),
  unknown('household_id', 'households'),
  unknown('village_code', 'divisions', 'code'),
  {
    of: 'trigger deliveries_no_delete',
    given: [slip('new'), "DELETE FROM waiting_slips WHERE delivery_id = 'new'"],
    refused: "DELETE FROM deliveries WHERE id = 'new'",
    as: 'append_only:deliveries',
  },
  {
    of: 'trigger deliveries_members_only',
    refused: slip('new', { household_id: 'stranger' }),
    given: ["INSERT INTO households VALUES ('stranger', '000000000000', 1, 1, 1000, 1000)"],
    as: 'must:not_a_member',
  },
  {
    of: 'trigger deliveries_contract_in_force',
    given: ["UPDATE members SET until_on = NULL, from_on = '2026-01-01'"],
    refused: slip('new', { delivered_on: '2026-06-17' }),
    as: 'must:contract_not_in_force',
  },
  { of: 'trigger deliveries_correction_approved', refused: slip('new', { corrects_id: 'deliveries-3' }), as: 'must:correction_undecided' },
  {
    of: 'unique index deliveries_corrected_once',
    besides: ['trigger deliveries_correction_approved'],
    given: [slip('new', { corrects_id: 'deliveries-3' })],
    refused: slip('newer', { corrects_id: 'deliveries-3' }),
    as: 'UNIQUE constraint failed: deliveries.corrects_id',
  },
  {
    of: 'trigger slip_corrections_decided_once',
    given: [approval],
    refused: "UPDATE slip_corrections SET status = 'refused'",
    as: 'must:correction_decided',
  },
  { of: 'trigger slip_corrections_not_reversed', refused: correction('new', 'deliveries-2'), as: 'must:slip_reversed' },
  {
    of: 'trigger delivery_reversals_approved',
    refused:
      "INSERT INTO delivery_reversals (delivery_id, correction_id, reason, reversed_by, at_ms) VALUES ('deliveries-3', 'slip_corrections-1', 'wrong', 'clerk', 1000)",
    as: 'must:correction_undecided',
  },
  {
    of: 'trigger delivery_reversals_before_lot',
    besides: ['trigger delivery_reversals_before_settlement'],
    refused: reversal('deliveries-1'),
    as: 'must:slip_in_lot',
  },
  {
    of: 'trigger delivery_reversals_before_settlement',
    besides: ['trigger delivery_reversals_before_lot'],
    refused: reversal('deliveries-1'),
    as: 'must:slip_settled',
  },
  { of: 'trigger log_facts_correction', run: approval, reads: "SELECT count(*) FROM log_facts WHERE kind = 'correction'", gives: 1 },
  {
    of: 'trigger log_facts_reversal',
    run: 'SELECT 1',
    reads: "SELECT subject FROM log_facts WHERE kind = 'reversal'",
    gives: 'deliveries-2',
  },
  {
    of: 'trigger log_facts_slip',
    run: slip('new'),
    reads: "SELECT count(*) FROM log_facts WHERE kind = 'slip' AND subject = 'new'",
    gives: 1,
  },
]
