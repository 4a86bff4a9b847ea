import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { BalanceTransaction } from '../../kernel/payment.ts'
import type { Verdict } from './reconciliation.ts'

export const balanceTransactions = sqliteTable('balance_transactions', {
  n: integer('n').primaryKey(),
  id: text('id').notNull(),
  gateway: text('gateway').$type<'sandbox' | 'stripe'>().notNull(),
  kind: text('kind').$type<BalanceTransaction['kind']>().notNull(),
  paymentId: text('payment_id'),
  reference: text('reference').notNull(),
  amountFen: integer('amount_fen').notNull(),
  feeFen: integer('fee_fen').notNull(),
  netFen: integer('net_fen').notNull(),
  atMs: integer('at_ms').notNull(),
  availableAtMs: integer('available_at_ms').notNull(),
  state: text('state').$type<'new' | 'divided' | 'posted'>().notNull(),
  payoutId: text('payout_id'),
})

export const balanceParts = sqliteTable('balance_parts', {
  transactionId: text('transaction_id').notNull(),
  organisationId: text('organisation_id').notNull(),
  amountFen: integer('amount_fen').notNull(),
  feeFen: integer('fee_fen').notNull(),
})

export const reconciliations = sqliteTable('reconciliations', {
  madeOn: text('made_on').primaryKey(),
  gateway: text('gateway').$type<'sandbox' | 'stripe'>().notNull(),
  atMs: integer('at_ms').notNull(),
  throughN: integer('through_n').notNull(),
  throughSeq: integer('through_seq').notNull(),
  throughMs: integer('through_ms').notNull(),
  transactions: integer('transactions').notNull(),
  openingFen: integer('opening_fen').notNull(),
  paidFen: integer('paid_fen').notNull(),
  refundedFen: integer('refunded_fen').notNull(),
  withdrawnFen: integer('withdrawn_fen').notNull(),
  reinstatedFen: integer('reinstated_fen').notNull(),
  feesFen: integer('fees_fen').notNull(),
  payoutsFen: integer('payouts_fen').notNull(),
  otherFen: integer('other_fen').notNull(),
  balanceFen: integer('balance_fen').notNull(),
  openDisputesFen: integer('open_disputes_fen').notNull(),
  clearingFen: integer('clearing_fen').notNull(),
  disputedFen: integer('disputed_fen').notNull(),
  explainedFen: integer('explained_fen').notNull(),
  unexplainedFen: integer('unexplained_fen').notNull(),
  explainedItems: integer('explained_items').notNull(),
  openItems: integer('open_items').notNull(),
})

export const reconciliationItems = sqliteTable('reconciliation_items', {
  madeOn: text('made_on').notNull(),
  item: text('item').notNull(),
  verdict: text('verdict').$type<Verdict>().notNull(),
  providerFen: integer('provider_fen').notNull(),
  ledgerFen: integer('ledger_fen').notNull(),
  providerCount: integer('provider_count').notNull(),
  ledgerCount: integer('ledger_count').notNull(),
  sinceMs: integer('since_ms').notNull(),
  transactionId: text('transaction_id'),
})
