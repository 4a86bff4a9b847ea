import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { DisputeStatus } from './dispute.ts'
import type { OrderStatus } from './order.ts'

// market
export const baskets = sqliteTable('baskets', {
  id: text('id').primaryKey(),
  userId: text('user_id'),
  lines: text('lines').notNull(),
  updatedAtMs: integer('updated_at_ms').notNull(),
})

export type CheckoutStatus = 'open' | 'paid' | 'expired'

export const checkouts = sqliteTable('checkouts', {
  id: text('id').primaryKey(),
  buyer: text('buyer').notNull(),
  userId: text('user_id'),
  phone: text('phone').notNull(),
  locale: text('locale').$type<'zh' | 'en'>().notNull(),
  totalFen: integer('total_fen').notNull(),
  status: text('status').$type<CheckoutStatus>().notNull(),
  createdAtMs: integer('created_at_ms').notNull(),
  expiresAtMs: integer('expires_at_ms').notNull(),
})

export const checkoutOrders = sqliteTable('checkout_orders', {
  checkoutId: text('checkout_id').notNull(),
  orderId: text('order_id').notNull(),
  organisationId: text('organisation_id').notNull(),
  totalFen: integer('total_fen').notNull(),
  state: text('state').$type<'reserved' | 'captured' | 'posted' | 'returned'>().notNull(),
})

// county
export const orders = sqliteTable('orders', {
  id: text('id').primaryKey(),
  organisationId: text('organisation_id').notNull(),
  countyCode: text('county_code').notNull(),
  checkoutId: text('checkout_id').notNull(),
  number: text('number').notNull(),
  buyer: text('buyer').notNull(),
  recipientName: text('recipient_name').notNull(),
  recipientPhone: text('recipient_phone').notNull(),
  recipientProvince: text('recipient_province').notNull(),
  recipientAddress: text('recipient_address').notNull(),
  note: text('note').notNull().default(''),
  goodsFen: integer('goods_fen').notNull(),
  freightFen: integer('freight_fen').notNull(),
  refundedGoodsFen: integer('refunded_goods_fen').notNull().default(0),
  refundedFreightFen: integer('refunded_freight_fen').notNull().default(0),
  status: text('status').$type<OrderStatus>().notNull(),
  placedAtMs: integer('placed_at_ms').notNull(),
  dueAtMs: integer('due_at_ms').notNull(),
  paidAtMs: integer('paid_at_ms'),
  shippedAtMs: integer('shipped_at_ms'),
  receivedAtMs: integer('received_at_ms'),
  receiptAssumed: integer('receipt_assumed').notNull().default(0),
  finalAtMs: integer('final_at_ms'),
  returnedAtMs: integer('returned_at_ms'),
  receiptDays: integer('receipt_days').notNull(),
  afterSalesHours: integer('after_sales_hours').notNull(),
})

export const orderLines = sqliteTable('order_lines', {
  orderId: text('order_id').notNull(),
  line: integer('line').notNull(),
  offerId: text('offer_id').notNull(),
  packLotId: text('pack_lot_id').notNull(),
  lotId: text('lot_id').notNull(),
  nameZh: text('name_zh').notNull(),
  nameEn: text('name_en').notNull(),
  packGrams: integer('pack_grams').notNull(),
  units: integer('units').notNull(),
  priceFen: integer('price_fen').notNull(),
  discountFen: integer('discount_fen').notNull().default(0),
  refundedUnits: integer('refunded_units').notNull().default(0),
  refundedFen: integer('refunded_fen').notNull().default(0),
  returnedUnits: integer('returned_units').notNull().default(0),
})

export const shipments = sqliteTable('shipments', {
  orderId: text('order_id').primaryKey(),
  carrier: text('carrier').notNull(),
  trackingNumber: text('tracking_number').notNull(),
  shippedBy: text('shipped_by').notNull(),
  atMs: integer('at_ms').notNull(),
})

export const claims = sqliteTable('claims', {
  id: text('id').primaryKey(),
  orderId: text('order_id').notNull(),
  line: integer('line').notNull(),
  units: integer('units').notNull(),
  words: text('words').notNull(),
  photoFileId: text('photo_file_id').notNull(),
  openedAtMs: integer('opened_at_ms').notNull(),
  status: text('status').$type<'open' | 'refunded' | 'refused'>().notNull(),
  decisionReason: text('decision_reason'),
  decidedBy: text('decided_by'),
  decidedAtMs: integer('decided_at_ms'),
})

export const refunds = sqliteTable('refunds', {
  id: text('id').primaryKey(),
  orderId: text('order_id').notNull(),
  kind: text('kind').$type<'cancellation' | 'line' | 'claim' | 'dispute' | 'recall'>().notNull(),
  claimId: text('claim_id'),
  goodsFen: integer('goods_fen').notNull(),
  freightFen: integer('freight_fen').notNull(),
  reason: text('reason').notNull(),
  refundedBy: text('refunded_by').notNull(),
  atMs: integer('at_ms').notNull(),
  sentAtMs: integer('sent_at_ms'),
})

export const refundLines = sqliteTable('refund_lines', {
  refundId: text('refund_id').notNull(),
  orderId: text('order_id').notNull(),
  line: integer('line').notNull(),
  units: integer('units').notNull(),
  amountFen: integer('amount_fen').notNull(),
})

export const disputes = sqliteTable('disputes', {
  disputeId: text('dispute_id').notNull(),
  orderId: text('order_id').notNull(),
  amountFen: integer('amount_fen').notNull(),
  goodsFen: integer('goods_fen').notNull(),
  freightFen: integer('freight_fen').notNull(),
  reason: text('reason').notNull(),
  status: text('status').$type<DisputeStatus>().notNull(),
  openedAtMs: integer('opened_at_ms').notNull(),
  decidedAtMs: integer('decided_at_ms'),
})

export const disputeLines = sqliteTable('dispute_lines', {
  disputeId: text('dispute_id').notNull(),
  orderId: text('order_id').notNull(),
  line: integer('line').notNull(),
  amountFen: integer('amount_fen').notNull(),
})
