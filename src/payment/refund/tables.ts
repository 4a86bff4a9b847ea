import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const paymentRefunds = sqliteTable('payment_refunds', {
  id: text('id').primaryKey(),
  refundId: text('refund_id').notNull(),
  paymentId: text('payment_id').notNull(),
  orderId: text('order_id').notNull(),
  amountFen: integer('amount_fen').notNull(),
  gatewayReference: text('gateway_reference').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const refundFailures = sqliteTable('refund_failures', {
  id: text('id').primaryKey(),
  paymentId: text('payment_id').notNull(),
  amountFen: integer('amount_fen').notNull(),
  reason: text('reason').notNull(),
  atMs: integer('at_ms').notNull(),
})
