import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const payments = sqliteTable('payments', {
  id: text('id').primaryKey(),
  checkoutId: text('checkout_id').notNull(),
  gateway: text('gateway').$type<'sandbox' | 'stripe'>().notNull(),
  gatewayReference: text('gateway_reference').notNull(),
  payPath: text('pay_path').notNull(),
  amountFen: integer('amount_fen').notNull(),
  status: text('status').$type<'created' | 'pending' | 'captured' | 'failed' | 'expired'>().notNull(),
  refundedFen: integer('refunded_fen').notNull().default(0),
  createdAtMs: integer('created_at_ms').notNull(),
  askedAtMs: integer('asked_at_ms'),
  capturedAtMs: integer('captured_at_ms'),
})

export const paymentEvents = sqliteTable('payment_events', {
  id: text('id').primaryKey(),
  gateway: text('gateway').notNull(),
  kind: text('kind').notNull(),
  paymentId: text('payment_id'),
  bodySha256: text('body_sha256').notNull(),
  atMs: integer('at_ms').notNull(),
})
