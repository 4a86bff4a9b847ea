import type { CountyFile } from './county-file.ts'
import type { Checked, Finding } from './finding.ts'

/** One rule of the books: a query that finds the rows that break it, with what they are and what they should be. */
type Rule = { says: string; finds: string }

const lineFen = 'l.units * l.price_fen - l.discount_fen'
const refundedFen = 'coalesce((SELECT sum(y.amount_fen) FROM refund_lines y WHERE y.order_id = l.order_id AND y.line = l.line), 0)'
const moved = (entry: string, where: string) =>
  `coalesce((SELECT sum(x.amount_fen) FROM entries n JOIN transfers x ON x.entry_seq = n.seq JOIN chart a ON a.id = x.debit JOIN chart b ON b.id = x.credit
    WHERE n.id = ${entry} AND ${where}), 0)`
const entered = (table: string, prefix: string): Rule => ({
  says: 'is posted with its amount',
  finds: `SELECT '${table} ' || t.id AS name, ${moved(`'${prefix}:' || t.id`, '1')} AS found, t.amount_fen AS expected FROM ${table} t WHERE found <> expected`,
})

const rules: readonly Rule[] = [
  {
    says: 'the totals of the account are those of its transfers',
    finds: `WITH sides AS (SELECT debit AS id, sum(amount_fen) AS d, 0 AS c FROM transfers GROUP BY 1 UNION ALL SELECT credit, 0, sum(amount_fen) FROM transfers GROUP BY 1),
      sums AS (SELECT id, sum(d) AS d, sum(c) AS c FROM sides GROUP BY id)
      SELECT 'account ' || s.id AS name, coalesce(a.debit_fen || ' / ' || a.credit_fen, 'no account') AS found, s.d || ' / ' || s.c AS expected
      FROM sums s LEFT JOIN accounts a ON a.id = s.id WHERE a.debit_fen IS NOT s.d OR a.credit_fen IS NOT s.c
      UNION ALL SELECT 'account ' || a.id, a.debit_fen || ' / ' || a.credit_fen, '0 / 0' FROM accounts a
      WHERE a.debit_fen + a.credit_fen > 0 AND a.id NOT IN (SELECT id FROM sums)`,
  },
  {
    says: 'each running total is the one before and its transfer',
    finds: `SELECT 'account ' || account_id || ' entry ' || entry_seq AS name, debit_fen || ' / ' || credit_fen AS found, d || ' / ' || c AS expected FROM (
      SELECT p.account_id, p.entry_seq, p.debit_fen, p.credit_fen,
        sum(iif(x.debit = p.account_id, x.amount_fen, 0)) OVER w AS d, sum(iif(x.credit = p.account_id, x.amount_fen, 0)) OVER w AS c
      FROM postings p LEFT JOIN transfers x ON x.entry_seq = p.entry_seq AND x.n = p.n
      WINDOW w AS (PARTITION BY p.account_id ORDER BY p.month, p.entry_seq, p.n)) WHERE debit_fen IS NOT d OR credit_fen IS NOT c`,
  },
  {
    says: 'the goods of the order are what its payment posted to its lots',
    finds: `SELECT 'order ' || o.id AS name, ${moved(`'pay:' || o.id`, `b.code = 'lot_sold'`)} AS found,
      (SELECT coalesce(sum(${lineFen}), 0) FROM order_lines l WHERE l.order_id = o.id) AS expected FROM orders o WHERE o.paid_at_ms IS NOT NULL AND (found <> expected OR o.goods_fen <> expected)`,
  },
  {
    says: 'each lot got what the order’s lines sold of it',
    finds: `SELECT 'order ' || l.order_id || ' lot ' || l.lot_id AS name, ${moved(`'pay:' || l.order_id`, `b.code = 'lot_sold' AND b.subject = l.lot_id`)} AS found, sum(${lineFen}) AS expected
      FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.paid_at_ms IS NOT NULL GROUP BY l.order_id, l.lot_id HAVING found <> expected`,
  },
  {
    says: 'the freight of the order is what its payment posted',
    finds: `SELECT 'order ' || o.id AS name, ${moved(`'pay:' || o.id`, `b.code = 'freight'`)} AS found, o.freight_fen AS expected
      FROM orders o WHERE o.paid_at_ms IS NOT NULL AND found <> expected`,
  },
  {
    says: 'the order was paid',
    finds: `SELECT 'entry ' || e.id AS name, 'no paid order' AS found, e.subject AS expected FROM entries e
      WHERE e.kind = 'pay' AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = e.subject AND o.paid_at_ms IS NOT NULL)`,
  },
  {
    says: 'the refund is posted for its goods and its freight',
    finds: `SELECT 'refund ' || r.id AS name, ${moved(`iif(r.kind = 'dispute', r.id, 'refund:' || r.id)`, `(a.code IN ('lot_sold', 'lot_final') OR a.code = 'fronted' AND a.subject LIKE 'lot:%')`)} AS found,
      r.goods_fen AS expected FROM refunds r WHERE found <> expected OR expected <> (SELECT coalesce(sum(y.amount_fen), 0) FROM refund_lines y WHERE y.refund_id = r.id)
      UNION ALL SELECT 'refund ' || r.id, ${moved(`iif(r.kind = 'dispute', r.id, 'refund:' || r.id)`, `a.code = 'freight'`)} AS found, r.freight_fen AS expected FROM refunds r WHERE found <> expected`,
  },
  {
    says: 'the line’s refunds are the sum of its refunds',
    finds: `SELECT 'order ' || l.order_id || ' line ' || l.line AS name, l.refunded_fen AS found, ${refundedFen} AS expected FROM order_lines l WHERE found <> expected`,
  },
  {
    says: 'S of the lot is the sum of its paid lines less refunds',
    finds: `SELECT 'lot ' || k.id AS name, k.proceeds_fen AS found, coalesce((SELECT sum(${lineFen} - ${refundedFen}) FROM order_lines l JOIN orders o ON o.id = l.order_id
        WHERE l.lot_id = k.id AND o.paid_at_ms IS NOT NULL), 0) AS expected FROM lots k WHERE found <> expected`,
  },
  {
    says: 'S final of the lot is the sum of its final lines less refunds',
    finds: `SELECT 'lot ' || k.id AS name, k.final_fen AS found, coalesce((SELECT sum(${lineFen} - ${refundedFen}) FROM order_lines l JOIN orders o ON o.id = l.order_id
        WHERE l.lot_id = k.id AND o.final_at_ms IS NOT NULL), 0) AS expected FROM lots k WHERE found <> expected`,
  },
  {
    says: 'the settlement’s total is the sum of its lines',
    finds: `SELECT 'settlement ' || t.id AS name, t.lines || ' lines, ' || t.total_fen AS found,
      (SELECT count(*) || ' lines, ' || coalesce(sum(l.amount_fen), 0) FROM settlement_lines l WHERE l.settlement_id = t.id) AS expected FROM settlements t WHERE found <> expected`,
  },
  {
    says: 'the bank file is the sum of its lines',
    finds: `SELECT 'payout_file ' || f.id AS name, f.lines || ' lines, ' || f.total_fen AS found,
      (SELECT count(*) || ' lines, ' || coalesce(sum(l.amount_fen), 0) FROM settlement_lines l WHERE l.payout_file_id = f.id) AS expected FROM payout_files f WHERE found <> expected`,
  },
  {
    says: 'what lines say was paid has left the organisation’s bank account',
    finds: `SELECT 'settlement ' || t.id AS name, coalesce((SELECT sum(x.amount_fen) FROM entries n JOIN transfers x ON x.entry_seq = n.seq JOIN chart b ON b.id = x.credit
        WHERE n.kind = 'paid' AND n.subject = t.id AND b.code = 'bank'), 0) AS found,
      coalesce((SELECT sum(l.amount_fen) FROM settlement_lines l WHERE l.settlement_id = t.id AND l.status = 'paid'), 0) AS expected FROM settlements t WHERE found <> expected`,
  },
  {
    says: 'income is what the household’s lines say was paid',
    finds: `SELECT 'line ' || l.id AS name, coalesce((SELECT sum(i.amount_fen) FROM incomes i WHERE i.line_id = l.id), 0) AS found, iif(l.status = 'paid', l.amount_fen, 0) AS expected
      FROM settlement_lines l WHERE l.party = 'household' AND found <> expected`,
  },
  entered('guarantee_payments', 'guarantee'),
  entered('reserve_payments', 'reserve'),
  entered('surplus_deposits', 'surplus'),
]

/** Whether the ledger is what its transfers make it, and what orders, refunds, bank files and answers say it should be. */
export function checkBooks(county: CountyFile): Checked {
  const [sums] = county.rows<{ entries: number; transfers: number; debit: number; credit: number }>(
    `SELECT (SELECT count(*) FROM entries) AS entries, (SELECT count(*) FROM transfers) AS transfers,
      (SELECT coalesce(sum(debit_fen), 0) FROM accounts) AS debit, (SELECT coalesce(sum(credit_fen), 0) FROM accounts) AS credit`,
  )
  const { entries, transfers, debit, credit } = sums!
  const findings = rules.flatMap(({ says, finds }) =>
    county
      .rows<{ name: string; found: string | number; expected: string | number }>(finds)
      .map(({ name, found, expected }): Finding => ({ what: 'differs', name, detail: `${says}: ${found}, by the raw facts ${expected}` })),
  )
  if (debit !== credit) findings.push({ what: 'differs', name: 'trial balance', detail: `${debit} debited, ${credit} credited` })
  return { title: 'books', counted: `${entries} entries, ${transfers} transfers, trial balance ${debit - credit}`, findings, notes: [] }
}
