import type { Witness } from '../witness.ts'

const input = (id: string, household = 'households-1', version = 'contract_versions-1', on = '2026-06-18') =>
  `INSERT INTO input_advances VALUES ('${id}', 'organisations-1', '${household}', '${version}', 'seed', 1, 'bag', 5, '${on}', NULL, 'pin', 'clerk', 1000)`
const version = (id: string, cap: number) =>
  `INSERT INTO contract_versions (id, contract_id, version, enterprise_bp, cooperative_bp, household_bp, floor_basis, input_cap_bp, guarantee_on, from_on, until_on, made_by, signed_by, signed_at_ms)
  VALUES ('${id}', 'contracts-1', 9, 0, 0, 10000, 'goods', ${cap}, '2026-06-18', '2026-06-18', '2026-06-18', 'x', 'x', 1)`
const reversal = (id: string, by = 'manager') => `INSERT INTO input_reversals VALUES ('${id}', 'back', '${by}', 1000)`
const parts = (settlement: string, household: string) => `INSERT INTO surplus_parts VALUES ('${settlement}', '${household}', 1, 1, 6, 4)`
const distribution = (settlement: string, byVolume: number, byCapital: number) =>
  `INSERT INTO surplus_distributions VALUES ('${settlement}', '2026', 10, 0, 0, 6000, ${byVolume}, ${byCapital})`
const settlement = (id: string) =>
  `INSERT INTO settlements (id, organisation_id, kind, month, status, as_of_on, through_seq, lines, total_fen, made_by, made_at_ms)
  VALUES ('${id}', 'organisations-1', 'surplus', '2026-01', 'rejected', '2026-06-18', 0, 0, 0, 'x', 1)`

export const inputs: Witness[] = [
  {
    of: 'trigger input_advances_members_only',
    given: ["INSERT INTO households VALUES ('stranger', '000000000000', 1, 1, 1000, 1000)"],
    refused: input('new', 'stranger'),
    as: 'must:not_a_member',
  },
  {
    of: 'trigger input_advances_foreseen',
    given: [version('bare', 0)],
    refused: input('new', 'households-1', 'bare'),
    as: 'must:inputs_not_in_contract',
  },
  {
    of: 'trigger input_advances_contract_in_force',
    given: ["UPDATE members SET from_on = '2026-01-01'"],
    refused: input('new', 'households-1', 'contract_versions-1', '2026-06-17'),
    as: 'must:contract_not_in_force',
  },
  {
    of: 'trigger input_reversals_four_eyes',
    given: [input('new')],
    refused: reversal('new', 'clerk'),
    as: 'must:input_reversed_by_recorder',
  },
  {
    of: 'trigger settlement_credits_within_advances',
    besides: ['settlement_credits PRIMARY KEY (line_id, contract_id)', 'trigger settlement_credits_no_replace'],
    refused: "INSERT INTO settlement_credits VALUES ('settlement_lines-1', 'contracts-1', 100)",
    as: 'must:busy_try_again',
  },
  { of: 'trigger input_reversals_before_deduction', refused: reversal('input_advances-1'), as: 'must:input_deducted' },
  {
    of: 'trigger member_capitals_members_only',
    given: ["INSERT INTO households VALUES ('stranger', '000000000000', 1, 1, 1000, 1000)"],
    refused: "INSERT INTO member_capitals VALUES ('new', 'organisations-1', 'stranger', 'contribution', 5, '2026-06-18', 'book', 'x', 1)",
    as: 'must:not_a_member',
  },
  {
    of: 'trigger surplus_distributions_exact',
    given: [settlement('new'), parts('new', 'households-1')],
    refused: distribution('new', 7, 3),
    besides: ['trigger surplus_distributions_one_a_year'],
    as: 'parts do not add up:surplus_distributions',
  },
  { of: 'trigger surplus_parts_whole', refused: parts('settlements-2', 'households-2'), as: 'append_only:surplus_parts' },
  {
    of: 'trigger surplus_distributions_one_a_year',
    given: [settlement('new'), parts('new', 'households-1')],
    refused: distribution('new', 6, 4),
    as: 'must:surplus_year_taken',
  },
  {
    of: 'trigger surplus_shares_exact',
    besides: ['surplus_shares.line_id PRIMARY KEY', 'trigger surplus_shares_no_replace'],
    refused: "INSERT INTO surplus_shares VALUES ('settlement_lines-3', 9, 9)",
    as: 'shares do not add up:surplus_shares',
  },
]
