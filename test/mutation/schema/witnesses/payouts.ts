import type { Witness } from '../witness.ts'

const notice = "UPDATE settlements SET status = 'notice', notice_from_ms = 1, notice_until_ms = 604800001 WHERE status = 'draft'"
const approval = "UPDATE settlements SET status = 'approved', approved_by = 'another', approved_at_ms = 604800001 WHERE status = 'notice'"
const cash = 'INSERT INTO cash_receipts VALUES'
const income = (line: string, fen: number) =>
  `INSERT INTO incomes VALUES ('${line}', 'households-1', '000000000000', 'organisations-1', '2026-06-20', 'sale', 'business', ${fen})`
const facts = (kind: string) => `SELECT count(*) FROM log_facts WHERE kind = '${kind}'`
const sealed = (kind: string, count = 1): Witness => ({
  of: `trigger log_facts_${kind}`,
  run: 'SELECT 1',
  reads: facts(kind),
  gives: count,
})

export const payouts: Witness[] = [
  {
    of: 'trigger income_months_add',
    given: [income('settlement_lines-2', 30)],
    run: income('settlement_lines-3', 40),
    reads: "SELECT amount_fen FROM income_months WHERE kind = 'sale'",
    gives: 70,
  },
  {
    of: 'incomes.village_code REFERENCES divisions (code)',
    besides: ['trigger income_months_add'],
    refused: income('settlement_lines-3', 40).replace("'000000000000'", "'nowhere'"),
    as: 'FOREIGN KEY constraint failed',
  },
  {
    of: 'incomes.organisation_id REFERENCES organisations (id)',
    besides: ['trigger income_months_add'],
    refused: income('settlement_lines-3', 40).replace("'organisations-1'", "'nobody'"),
    as: 'FOREIGN KEY constraint failed',
  },
  {
    of: 'trigger account_cancellations_in_time',
    refused: "INSERT INTO account_cancellations VALUES ('account_changes-1', 'why', 'x', 259201000)",
    besides: ['trigger account_cancellations_no_replace', 'account_cancellations.change_id PRIMARY KEY'],
    as: 'must:account_in_force',
  },
  {
    of: 'trigger organisation_account_decisions_four_eyes',
    besides: ['trigger organisation_account_decisions_no_replace', 'organisation_account_decisions.account_id PRIMARY KEY'],
    refused: "INSERT INTO organisation_account_decisions VALUES ('organisation_accounts-1', 'confirmed', 'entered_by', 1000)",
    as: 'must:account_confirmed_by_maker',
  },
  {
    of: 'trigger settlement_lines_one_file',
    given: ["UPDATE settlement_lines SET payout_file_id = 'payout_files-1' WHERE id = 'settlement_lines-1'"],
    refused: "UPDATE settlement_lines SET payout_file_id = NULL WHERE id = 'settlement_lines-1'",
    as: 'must:line_in_file',
  },
  {
    of: 'trigger settlement_lines_channel',
    given: ["UPDATE settlement_lines SET status = 'held' WHERE id = 'settlement_lines-1'"],
    refused: "UPDATE settlement_lines SET channel = 'cash' WHERE id = 'settlement_lines-1'",
    as: 'must:line_status_moved',
  },
  {
    of: 'trigger cash_receipts_of_line',
    refused: `${cash} ('settlement_lines-1', 'pin', NULL, 2, 'x', 1000)`,
    as: 'must:line_status_moved',
  },
  {
    of: 'trigger log_facts_outcome',
    run: "UPDATE settlement_lines SET status = 'released' WHERE id = 'settlement_lines-1'",
    given: [notice, approval],
    reads: facts('outcome'),
    gives: 1,
  },
  { of: 'trigger log_facts_settlement', given: [notice], run: approval, reads: facts('settlement'), gives: 2 },
  { of: 'trigger log_facts_lines', given: [notice], run: approval, reads: facts('line'), gives: 3 },
  sealed('termination'),
  sealed('guarantee'),
  sealed('payout_file'),
  sealed('bank_answer'),
  sealed('cash'),
  sealed('input', 2),
  sealed('input_reversal'),
  sealed('capital'),
  sealed('surplus_deposit'),
  sealed('reserve'),
  sealed('write_off'),
  {
    of: 'trigger log_leaves_only_forget',
    refused: `UPDATE log_leaves SET salt = '${'1'.repeat(64)}'`,
    as: 'append_only:log_leaves',
  },
  {
    of: 'trigger log_faults_healed_once',
    given: ['UPDATE log_faults SET healed_at_ms = 2000'],
    refused: 'UPDATE log_faults SET healed_at_ms = NULL',
    as: 'append_only:log_faults',
  },
]
