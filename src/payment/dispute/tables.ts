import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { DisputeStatus } from '../../order/dispute.ts'

export const paymentDisputes = sqliteTable('payment_disputes', {
  id: text('id').primaryKey(),
  paymentId: text('payment_id').notNull(),
  amountFen: integer('amount_fen').notNull(),
  reason: text('reason').notNull(),
  status: text('status').$type<DisputeStatus>().notNull(),
  posted: text('posted').$type<DisputeStatus | 'none'>().notNull(),
  openedAtMs: integer('opened_at_ms').notNull(),
  decidedAtMs: integer('decided_at_ms'),
})

export const paymentDisputeParts = sqliteTable('payment_dispute_parts', {
  disputeId: text('dispute_id').notNull(),
  orderId: text('order_id').notNull(),
  amountFen: integer('amount_fen').notNull(),
})
