import type { Witness } from '../witness.ts'
import { slip } from './slips.ts'

const origin = (slipId: string) => `INSERT INTO lot_origins VALUES ('lots-1', '${slipId}', 'households-1', 9500)`
const newLot = `INSERT INTO lots (id, organisation_id, number, county_code, product_id, grade, contract_version_id, grams, slips, households, first_delivered_on, last_delivered_on,
  floor_due_fen, goods_floor_fen, reference_fen, reference_grams, pooled_by, pooled_at_ms)
  SELECT 'new', organisation_id, 'new', county_code, product_id, grade, contract_version_id, grams, slips, households, first_delivered_on, last_delivered_on,
  floor_due_fen, goods_floor_fen, reference_fen, reference_grams, pooled_by, pooled_at_ms FROM lots`
const newPackLot = `INSERT INTO pack_lots (id, lot_id, pack_id, number, pack_grams, units, packed_on, best_before_on, packed_by, packed_at_ms)
  VALUES ('new', 'new', 'packs-1', '2', 2500, 2, '2026-06-18', '2026-06-20', 'clerk', 1000)`
const loss = (packLot: string | null, grams: number, units: number) =>
  `INSERT INTO lot_losses VALUES ('loss', 'new', ${packLot ? `'${packLot}'` : 'NULL'}, ${grams}, ${units}, 'spoiled', 'wet', NULL, 'clerk', 1000)`
const read = (column: string, table: string, id: string) => `SELECT ${column} FROM ${table} WHERE id = '${id}'`
const closing = "UPDATE lots SET closed_at_ms = 2000 WHERE id = 'new'"

export const lots: Witness[] = [
  {
    of: 'unique index lot_origins_slip_once',
    given: [newLot],
    refused: "INSERT INTO lot_origins VALUES ('new', 'deliveries-1', 'households-1', 9500)",
    as: 'UNIQUE constraint failed: lot_origins.delivery_id',
  },
  {
    of: 'trigger lots_stay_closed',
    given: [newLot, closing],
    refused: "UPDATE lots SET closed_at_ms = 3000 WHERE id = 'new'",
    as: 'must:lot_closed',
  },
  {
    of: 'trigger lot_origins_not_reversed',
    besides: ['trigger lot_origins_before_sale'],
    refused: origin('deliveries-2'),
    as: 'must:slip_reversed',
  },
  {
    of: 'trigger lot_origins_before_sale',
    given: ['UPDATE lots SET packed_grams = 2500'],
    refused: origin('deliveries-3'),
    as: 'must:lot_frozen',
  },
  {
    of: 'trigger lot_origins_same_kind',
    given: [newLot],
    refused: "INSERT INTO lot_origins VALUES ('new', 'deliveries-3', 'households-2', 9500)",
    as: 'must:slip_does_not_fit_lot',
  },
  {
    of: 'trigger lots_corrected_only',
    given: [newLot],
    refused: "UPDATE lots SET corrected_grams = -100 WHERE id = 'new'",
    as: 'append_only:lots',
  },
  {
    of: 'trigger waiting_slips_pooled',
    given: [newLot, slip('new')],
    run: "INSERT INTO lot_origins VALUES ('new', 'new', 'households-1', 9500)",
    reads: "SELECT count(*) FROM waiting_slips WHERE delivery_id = 'new'",
    gives: 0,
  },
  { of: 'trigger pack_lots_fit', given: [newLot], refused: newPackLot.replace('2500, 2', '2400, 2'), as: 'must:pack_does_not_fit_lot' },
  {
    of: 'trigger pack_lots_draw',
    given: [newLot],
    run: newPackLot,
    reads: read("packed_grams || ' ' || open_units", 'lots', 'new'),
    gives: '5000 2',
  },
  { of: 'trigger pack_lots_offered', given: [newLot], run: newPackLot, reads: read('available_units', 'packs', 'packs-1'), gives: 5 },
  {
    of: 'trigger pack_lots_moved',
    given: [newLot, newPackLot],
    run: "UPDATE pack_lots SET reserved_units = 0, sold_units = 1 WHERE id = 'new'",
    reads: read("available_units || ' ' || sold_units", 'packs', 'packs-1'),
    gives: '4 1',
  },
  { of: 'trigger lot_losses_draw', given: [newLot], run: loss(null, 700, 0), reads: read('lost_grams', 'lots', 'new'), gives: 700 },
  {
    of: 'trigger lot_losses_packs',
    given: [newLot, newPackLot],
    run: loss('new', 2500, 1),
    reads: read('lost_units', 'pack_lots', 'new'),
    gives: 1,
  },
  {
    of: 'trigger lot_losses_settle',
    given: [newLot, newPackLot],
    run: loss('new', 2500, 1),
    reads: read('open_units', 'lots', 'new'),
    gives: 1,
  },
  { of: 'trigger log_facts_lot', run: newLot, reads: "SELECT count(*) FROM log_facts WHERE kind = 'lot' AND subject = 'new'", gives: 1 },
  {
    of: 'trigger log_facts_loss',
    given: [newLot],
    run: loss(null, 700, 0),
    reads: "SELECT count(*) FROM log_facts WHERE kind = 'loss' AND subject = 'loss'",
    gives: 1,
  },
  {
    of: 'trigger log_facts_closing',
    given: [newLot],
    run: closing,
    reads: "SELECT count(*) FROM log_facts WHERE kind = 'closing'",
    gives: 1,
  },
]
