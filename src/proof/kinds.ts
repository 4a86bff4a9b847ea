import type { Fact, Field } from './leaf.ts'

/** A table whose rows are sealed, with the rows of other tables that belong to them. `t` is the row, `c` one that belongs to it. */
export type KindOf = {
  from: string
  /** The columns of the fact's subject, joined by "/". */
  key: readonly string[]
  /** Which rows are facts; all unless given. */
  when?: string
  fields: readonly string[]
  lists: readonly ListOf[]
}
export type ListOf = { name: string; from: string; on: string; order: string; fields: readonly string[] }

const columns = (names: string) => names.split(' ')
const list = (name: string, from: string, on: string, order: string, fields: string): ListOf => ({
  name,
  from,
  on,
  order,
  fields: columns(fields),
})

const approved = `t.settlement_id IN (SELECT id FROM settlements WHERE approved_at_ms IS NOT NULL)`
// A corrected slip takes the place in a lot of the one it corrects; every other slip has its place from the pooling.
const corrects = `EXISTS (SELECT 1 FROM deliveries d JOIN lot_origins o ON o.delivery_id = d.corrects_id WHERE d.id = c.delivery_id AND o.lot_id = c.lot_id)`

/**
 * Every kind of fact that is sealed: its columns in the order of the canonical bytes. Never change one; a column more is a
 * new version. Entries come by their number, everything else through log_facts.
 */
export const kinds = {
  entry: {
    from: 'entries',
    key: ['id'],
    fields: columns('seq id organisation_id kind subject month at_ms actor reason evidence about_on'),
    lists: [list('transfers', 'transfers', 'c.entry_seq = t.seq', 'n', 'n debit credit amount_fen')],
  },
  contract: {
    from: 'contract_versions',
    key: ['id'],
    when: 't.signed_at_ms IS NOT NULL',
    fields: columns(
      'id contract_id version enterprise_bp cooperative_bp household_bp floor_basis advance_bp deduction_cap_bp input_cap_bp guarantee_on receipt_days after_sales_hours from_on until_on scan_file_id made_by signed_by signed_at_ms',
    ),
    lists: [
      list(
        'contract',
        'contracts',
        'c.id = t.contract_id',
        'id',
        'id organisation_id title linkage_mode enterprise_id cooperative_id guarantor_id created_at_ms',
      ),
      list('prices', 'contract_prices', 'c.contract_version_id = t.id', 'product_id, grade', 'product_id grade floor_fen_per_kg'),
      list('deductions', 'contract_deductions', 'c.contract_version_id = t.id', 'kind', 'kind proceeds_bp fen_per_kg'),
      list('households', 'contract_households', 'c.contract_version_id = t.id', 'household_id', 'household_id land_centimu'),
    ],
  },
  termination: {
    from: 'contract_terminations',
    key: ['contract_version_id'],
    fields: columns('contract_version_id on_date reason terminated_by at_ms'),
    lists: [],
  },
  slip: {
    from: 'deliveries',
    key: ['id'],
    fields: columns(
      'id organisation_id number household_id village_code registry_status contract_version_id product_id grade delivered_on gross_grams tare_grams deducted_grams net_grams reference_fen_per_kg floor_fen_per_kg guaranteed_fen_per_kg basis_bp floor_due_fen advance_fen photo_file_id confirmed_by corrects_id recorded_by recorded_at_ms',
    ),
    lists: [list('origins', 'lot_origins', `c.delivery_id = t.id AND ${corrects}`, 'lot_id', 'lot_id household_id grams')],
  },
  correction: {
    from: 'slip_corrections',
    key: ['id'],
    when: `t.status <> 'proposed'`,
    fields: columns(
      'id delivery_id replacement_id household_id grade gross_grams tare_grams deducted_grams price_fen_per_kg reason evidence_file_id proposed_by proposed_at_ms status decided_by decided_at_ms decision_words',
    ),
    lists: [],
  },
  reversal: {
    from: 'delivery_reversals',
    key: ['delivery_id'],
    fields: columns('delivery_id correction_id reason reversed_by at_ms'),
    lists: [],
  },
  lot: {
    from: 'lots',
    key: ['id'],
    fields: columns(
      'id organisation_id number county_code product_id grade contract_version_id grams first_delivered_on last_delivered_on pooled_by pooled_at_ms',
    ),
    lists: [list('origins', 'lot_origins', `c.lot_id = t.id AND NOT ${corrects}`, 'delivery_id', 'delivery_id household_id grams')],
  },
  loss: {
    from: 'lot_losses',
    key: ['id'],
    fields: columns('id lot_id pack_lot_id grams units kind reason photo_file_id recorded_by at_ms'),
    lists: [],
  },
  closing: { from: 'lots', key: ['id'], when: 't.closed_at_ms IS NOT NULL', fields: columns('id closed_at_ms'), lists: [] },
  refund: {
    from: 'refunds',
    key: ['id'],
    fields: columns('id order_id kind claim_id goods_fen freight_fen reason refunded_by at_ms'),
    lists: [list('lines', 'refund_lines', 'c.refund_id = t.id', 'line', 'order_id line units amount_fen')],
  },
  guarantee: {
    from: 'guarantee_payments',
    key: ['id'],
    fields: columns('id organisation_id contract_id guarantor_id amount_fen bank_reference paid_on recorded_by at_ms'),
    lists: [],
  },
  settlement: {
    from: 'settlements',
    key: ['id'],
    when: 't.approved_at_ms IS NOT NULL',
    fields: columns(
      'id organisation_id kind month as_of_on through_seq lines total_fen made_by made_at_ms notice_from_ms notice_until_ms approved_by approved_at_ms',
    ),
    lists: [
      list(
        'lots',
        'settlement_lots',
        'c.settlement_id = t.id',
        'lot_id',
        'lot_id final_fen final_grams closed deducted_fen enterprise_fen cooperative_fen pool_fen remainder_fen',
      ),
      list(
        'contracts',
        'settlement_contracts',
        'c.settlement_id = t.id',
        'contract_id',
        'contract_id guarantor_id position_fen paid_in_fen repaid_fen used_fen claim_fen overdue_fen',
      ),
      list(
        'floors',
        'settlement_floors',
        'c.settlement_id = t.id',
        'contract_id, product_id, month',
        'contract_id product_id month slips floor_fen guaranteed_fen entitled_fen position_fen covered_fen',
      ),
      list(
        'surplus',
        'surplus_distributions',
        'c.settlement_id = t.id',
        'settlement_id',
        'year surplus_fen reserve_bp reserve_fen volume_bp by_volume_fen by_capital_fen',
      ),
      list(
        'members',
        'surplus_parts',
        'c.settlement_id = t.id',
        'household_id',
        'household_id trade_fen capital_fen by_volume_fen by_capital_fen',
      ),
    ],
  },
  line: {
    from: 'settlement_lines',
    key: ['id'],
    when: approved,
    fields: columns('id settlement_id party party_id village_code due_fen before_fen share_fen guarantee_fen credit_fen amount_fen'),
    lists: [
      list(
        'slips',
        'settlement_slips',
        'c.line_id = t.id',
        'delivery_id',
        'delivery_id entitled_fen guaranteed_fen share_fen guarantee_fen',
      ),
      list('credits', 'settlement_credits', 'c.line_id = t.id', 'contract_id', 'contract_id credit_fen'),
      list('surplus', 'surplus_shares', 'c.line_id = t.id', 'line_id', 'volume_fen capital_fen'),
    ],
  },
  outcome: {
    from: 'settlement_lines',
    key: ['id'],
    when: `t.status IN ('paid', 'failed', 'released') AND ${approved}`,
    fields: columns('id status channel payout_file_id failure answered_on'),
    lists: [],
  },
  payout_file: {
    from: 'payout_files',
    key: ['id'],
    fields: columns('id settlement_id lines total_fen file_sha256 made_by made_at_ms'),
    lists: [list('lines', 'payout_lines', 'c.file_id = t.id', 'n', 'n line_id amount_fen account_hmac')],
  },
  bank_answer: {
    from: 'payout_answers',
    key: ['file_id', 'answer_sha256'],
    fields: columns('file_id answer_sha256 format paid failed paid_fen imported_by at_ms'),
    lists: [],
  },
  cash: {
    from: 'cash_receipts',
    key: ['line_id'],
    fields: columns('line_id proof evidence_file_id amount_fen handed_by at_ms'),
    lists: [],
  },
  input: {
    from: 'input_advances',
    key: ['id'],
    fields: columns(
      'id organisation_id household_id contract_version_id item count unit amount_fen handed_on evidence_file_id confirmed_by recorded_by at_ms',
    ),
    lists: [],
  },
  capital: {
    from: 'member_capitals',
    key: ['id'],
    fields: columns('id organisation_id household_id kind share_fen from_on document recorded_by at_ms'),
    lists: [],
  },
  surplus_deposit: {
    from: 'surplus_deposits',
    key: ['id'],
    fields: columns('id organisation_id amount_fen bank_reference paid_on recorded_by at_ms'),
    lists: [],
  },
  reserve: {
    from: 'reserve_payments',
    key: ['id'],
    fields: columns('id organisation_id amount_fen bank_reference paid_on recorded_by at_ms'),
    lists: [],
  },
  write_off: {
    from: 'write_offs',
    key: ['id'],
    fields: columns('id organisation_id contract_id amount_fen reason written_off_by at_ms'),
    lists: [list('slips', 'write_off_slips', 'c.write_off_id = t.id', 'delivery_id', 'delivery_id forgiven_fen')],
  },
  input_reversal: { from: 'input_reversals', key: ['advance_id'], fields: columns('advance_id reason reversed_by at_ms'), lists: [] },
  period: {
    from: 'ledger_periods',
    key: ['organisation_id', 'month'],
    fields: columns('organisation_id month next_month accounts debit_fen credit_fen trial_sha256 closed_by closed_at_ms'),
    lists: [],
  },
} as const satisfies Record<string, KindOf>

export type Kind = keyof typeof kinds
export const kindNames = Object.keys(kinds) as Kind[]

/** A row as the database gives it: the values of the kind's columns in their order, and the rows of each list. */
export type Values = (string | number | null)[]
export type SealedRow = { fields: Values; lists: Values[][] }

/** The fact that a row of a kind is. */
export function factOf(kind: Kind, row: SealedRow): Fact {
  const { fields, lists }: KindOf = kinds[kind]
  return {
    tag: `sigen/${kind}/1`,
    fields: named(fields, row.fields),
    lists: lists.map((list, index) => ({ name: list.name, rows: row.lists[index]!.map((values) => named(list.fields, values)) })),
  }
}

function named(names: readonly string[], values: Values): Field[] {
  return names.map((name, index) => ({ name, value: values[index] ?? null }))
}
