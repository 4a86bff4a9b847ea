import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Party } from './line.ts'
import type { Channel, LineStatus, SettlementStatus } from './status.ts'

export const settlements = sqliteTable('settlements', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  kind: text('kind').$type<'proceeds' | 'surplus'>().notNull().default('proceeds'),
  month: text('month').notNull(),
  status: text('status').$type<SettlementStatus>().notNull(),
  asOfOn: text('as_of_on').notNull(),
  throughSeq: integer('through_seq').notNull(),
  lines: integer('lines').notNull(),
  totalFen: integer('total_fen').notNull(),
  madeBy: text('made_by').notNull(),
  madeAtMs: integer('made_at_ms').notNull(),
  noticeFromMs: integer('notice_from_ms'),
  noticeUntilMs: integer('notice_until_ms'),
  approvedBy: text('approved_by'),
  approvedAtMs: integer('approved_at_ms'),
  exportedAtMs: integer('exported_at_ms'),
  closedAtMs: integer('closed_at_ms'),
  rejectedReason: text('rejected_reason'),
})

export const settlementLines = sqliteTable('settlement_lines', {
  id: text('id').primaryKey(),
  settlementId: text('settlement_id').notNull(),
  party: text('party').$type<Party>().notNull(),
  partyId: text('party_id').notNull(),
  villageCode: text('village_code'),
  dueFen: integer('due_fen').notNull(),
  beforeFen: integer('before_fen').notNull(),
  shareFen: integer('share_fen').notNull(),
  guaranteeFen: integer('guarantee_fen').notNull(),
  creditFen: integer('credit_fen').notNull().default(0),
  amountFen: integer('amount_fen').notNull(),
  status: text('status').$type<LineStatus>().notNull(),
  channel: text('channel').$type<Channel>().notNull().default('bank'),
  payoutFileId: text('payout_file_id'),
  failure: text('failure'),
  answeredOn: text('answered_on'),
})

export const settlementLots = sqliteTable('settlement_lots', {
  settlementId: text('settlement_id').notNull(),
  lotId: text('lot_id').notNull(),
  finalFen: integer('final_fen').notNull(),
  finalGrams: integer('final_grams').notNull(),
  closed: integer('closed').notNull(),
  deductedFen: integer('deducted_fen').notNull(),
  enterpriseFen: integer('enterprise_fen').notNull(),
  cooperativeFen: integer('cooperative_fen').notNull(),
  poolFen: integer('pool_fen').notNull(),
  remainderFen: integer('remainder_fen').notNull(),
})

export const settlementContracts = sqliteTable('settlement_contracts', {
  settlementId: text('settlement_id').notNull(),
  contractId: text('contract_id').notNull(),
  guarantorId: text('guarantor_id').notNull(),
  positionFen: integer('position_fen').notNull(),
  paidInFen: integer('paid_in_fen').notNull(),
  repaidFen: integer('repaid_fen').notNull(),
  usedFen: integer('used_fen').notNull(),
  claimFen: integer('claim_fen').notNull(),
  overdueFen: integer('overdue_fen').notNull(),
})

export const payoutFiles = sqliteTable('payout_files', {
  id: text('id').primaryKey(),
  settlementId: text('settlement_id').notNull(),
  lines: integer('lines').notNull(),
  totalFen: integer('total_fen').notNull(),
  fileSha256: text('file_sha256').notNull(),
  madeBy: text('made_by').notNull(),
  madeAtMs: integer('made_at_ms').notNull(),
  answeredAtMs: integer('answered_at_ms'),
  answerSha256: text('answer_sha256'),
})

export const guaranteePayments = sqliteTable('guarantee_payments', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  contractId: text('contract_id').notNull(),
  guarantorId: text('guarantor_id').notNull(),
  amountFen: integer('amount_fen').notNull(),
  bankReference: text('bank_reference').notNull(),
  paidOn: text('paid_on').notNull(),
  recordedBy: text('recorded_by').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const statements = sqliteTable('statements', {
  id: text('id').primaryKey(),
  householdId: text('household_id').notNull(),
  deliveryId: text('delivery_id'),
  lineId: text('line_id'),
  verdict: text('verdict').$type<'right' | 'not_right'>().notNull(),
  words: text('words').notNull(),
  atMs: integer('at_ms').notNull(),
  resolution: text('resolution'),
  resolvedBy: text('resolved_by'),
  resolvedAtMs: integer('resolved_at_ms'),
})

export const payoutLines = sqliteTable('payout_lines', {
  lineId: text('line_id').primaryKey(),
  fileId: text('file_id').notNull(),
  n: integer('n').notNull(),
  amountFen: integer('amount_fen').notNull(),
  accountHmac: text('account_hmac').notNull(),
})

export const reservePayments = sqliteTable('reserve_payments', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  amountFen: integer('amount_fen').notNull(),
  bankReference: text('bank_reference').notNull(),
  paidOn: text('paid_on').notNull(),
  recordedBy: text('recorded_by').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const writeOffs = sqliteTable('write_offs', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  contractId: text('contract_id').notNull(),
  amountFen: integer('amount_fen').notNull(),
  reason: text('reason').notNull(),
  writtenOffBy: text('written_off_by').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const writeOffSlips = sqliteTable('write_off_slips', {
  writeOffId: text('write_off_id').notNull(),
  deliveryId: text('delivery_id').notNull(),
  forgivenFen: integer('forgiven_fen').notNull(),
})
