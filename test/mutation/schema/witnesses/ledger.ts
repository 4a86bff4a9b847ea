import type { Witness } from '../witness.ts'

const entry = (seq: number, month = '2026-06') =>
  `INSERT INTO entries (seq, id, organisation_id, kind, subject, month, at_ms, actor, reason) VALUES (${seq}, 'entry ${seq}', 'organisations-1', 'k', 's', '${month}', 1000, 'a', 'r')`
const transfer = (seq: number, n = 1, credit = 'organisations-1/clearing/-') =>
  `INSERT INTO transfers VALUES (${seq}, ${n}, 'organisations-1/bank/-', '${credit}', 70)`
const closing = (month: string, next: string) =>
  `INSERT INTO ledger_periods (organisation_id, month, next_month, accounts, debit_fen, credit_fen, trial_sha256, closed_by, closed_at_ms)
  VALUES ('organisations-1', '${month}', '${next}', 1, 1, 1, '${'0'.repeat(64)}', 'x', 1790000000000)`
const noFurtherPostings = "DELETE FROM postings WHERE month = '2026-07'"

export const ledger: Witness[] = [
  {
    of: 'transfers CONSTRAINT transfer_to_itself CHECK (debit <> credit)',
    given: [entry(2)],
    besides: ['trigger postings_no_replace'],
    refused: transfer(2, 1, 'organisations-1/bank/-'),
    as: 'CHECK constraint failed: transfer_to_itself',
  },
  {
    of: 'trigger must_hold',
    refused: "INSERT INTO must (ok, problem) SELECT 0, 'busy_try_again'",
    as: 'must:busy_try_again',
    instead: 'cannot modify must because it is a view',
  },
  {
    of: 'trigger transfers_no_delete',
    besides: ['postings FOREIGN KEY (entry_seq, n) REFERENCES transfers (entry_seq, n)'],
    refused: 'DELETE FROM transfers',
    as: 'append_only:transfers',
  },
  {
    of: 'trigger transfers_with_their_entry',
    given: [entry(2)],
    refused: transfer(1, 2),
    besides: ['trigger postings_no_replace'],
    as: 'append_only:entries',
  },
  {
    of: 'trigger transfers_one_organisation',
    given: [entry(2)],
    refused: transfer(2, 1, 'organisations-2/bank/-'),
    besides: ['trigger postings_no_replace'],
    as: 'other_organisation:transfers',
  },
  {
    of: 'trigger transfers_posted',
    besides: ['trigger postings_no_delete'],
    given: [noFurtherPostings, entry(2)],
    run: transfer(2),
    reads:
      "SELECT (SELECT debit_fen FROM accounts WHERE code = 'bank' AND organisation_id = 'organisations-1') || ' ' || (SELECT credit_fen FROM accounts WHERE code = 'clearing')",
    gives: '71 71',
  },
  { of: 'trigger ledger_periods_in_order', refused: closing('2026-07', '2026-08'), as: 'must:month_out_of_order' },
  { of: 'trigger entries_month_open', refused: entry(2, '2026-05'), as: 'must:month_closed' },
  {
    of: 'trigger transfers_month_open',
    besides: ['trigger postings_no_replace'],
    given: [entry(2), closing('2026-06', '2026-07')],
    refused: transfer(2),
    as: 'must:month_closed',
  },
  {
    of: 'trigger log_facts_period',
    run: closing('2026-06', '2026-07'),
    reads: "SELECT count(*) FROM log_facts WHERE kind = 'period'",
    gives: 2,
  },
]
