import type { Group } from '../schema.ts'
import type { Witness } from '../witness.ts'
import { contracts } from './contracts.ts'
import { inputs } from './inputs.ts'
import { ledger } from './ledger.ts'
import { lots } from './lots.ts'
import { payouts } from './payouts.ts'
import { shop } from './shop.ts'
import { slips } from './slips.ts'

const market: Witness[] = [
  {
    of: 'trigger must_hold',
    refused: "INSERT INTO must (ok, problem) SELECT 0, 'busy_try_again'",
    as: 'must:busy_try_again',
    instead: 'cannot modify must because it is a view',
  },
  {
    of: 'trigger payment_refunds_sum',
    run: "INSERT INTO payment_refunds (id, refund_id, payment_id, order_id, amount_fen, gateway_reference, at_ms) VALUES ('new', 'new', 'payments-1', 'order', 3, 'reference', 1000)",
    given: ['UPDATE payments SET refunded_fen = 1'],
    reads: 'SELECT refunded_fen FROM payments',
    gives: 4,
  },
  {
    of: 'trigger refund_failures_sum',
    given: [
      "INSERT INTO payment_refunds (id, refund_id, payment_id, order_id, amount_fen, gateway_reference, at_ms) VALUES ('new', 'new', 'payments-1', 'order', 3, 'reference', 1000)",
      'UPDATE payments SET refunded_fen = 5',
    ],
    run: "INSERT INTO refund_failures (id, payment_id, amount_fen, reason, at_ms) VALUES ('new', 'payments-1', 3, 'closed', 1000)",
    reads: 'SELECT refunded_fen FROM payments',
    gives: 2,
  },
  {
    of: 'trigger balance_transactions_paid_out_once',
    given: ["UPDATE balance_transactions SET payout_id = 'po_1'"],
    refused: "UPDATE balance_transactions SET payout_id = 'po_2'",
    as: 'append_only:balance_transactions',
  },
]

/** Witnesses that need a thought: what only a story shows. */
export const thought: Record<Group, Witness[]> = {
  market,
  county: [...ledger, ...contracts, ...slips, ...lots, ...shop, ...payouts, ...inputs],
  vault: [],
}
