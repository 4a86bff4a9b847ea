import { insert } from '../specimen.ts'
import type { Witness } from '../witness.ts'

const frozen = { as: 'must:contract_frozen' }
const sealed = "UPDATE contract_versions SET signed_by = 'office', signed_at_ms = 1000 WHERE id = 'draft'"
const draft = insert('contract_versions', {
  id: 'draft',
  contract_id: 'contracts-1',
  version: 2,
  enterprise_bp: 0,
  cooperative_bp: 0,
  household_bp: 10_000,
  floor_basis: 'goods',
  guarantee_on: '2026-06-18',
  from_on: '2026-06-18',
  until_on: '2026-06-18',
  made_by: 'clerk',
})
const price = "INSERT INTO contract_prices VALUES ('draft', 'products-1', 'premium', 400)"
const deduction = "INSERT INTO contract_deductions VALUES ('draft', 'packing', 100, 0)"
const household = "INSERT INTO contract_households VALUES ('draft', 'households-1', 0)"

export const contracts: Witness[] = [
  {
    of: "divisions CHECK ((level = 'province') = (parent_code IS NULL))",
    refused: "INSERT INTO divisions VALUES ('430000000000', 'city', NULL, '怀化', 'Huaihua')",
    as: "CHECK constraint failed: (level = 'province') = (parent_code IS NULL)",
  },
  {
    of: 'trigger contract_versions_frozen',
    given: [draft, sealed],
    refused: "UPDATE contract_versions SET receipt_days = 30 WHERE id = 'draft'",
    ...frozen,
  },
  { of: 'trigger contract_prices_frozen_insert', given: [draft, sealed], refused: price, ...frozen },
  {
    of: 'trigger contract_prices_frozen_update',
    given: [draft, price, sealed],
    refused: "UPDATE contract_prices SET floor_fen_per_kg = 300 WHERE contract_version_id = 'draft'",
    ...frozen,
  },
  {
    of: 'trigger contract_prices_frozen_delete',
    given: [draft, price, sealed],
    refused: "DELETE FROM contract_prices WHERE contract_version_id = 'draft'",
    ...frozen,
  },
  { of: 'trigger contract_deductions_frozen_insert', given: [draft, sealed], refused: deduction, ...frozen },
  {
    of: 'trigger contract_deductions_frozen_update',
    given: [draft, deduction, sealed],
    refused: "UPDATE contract_deductions SET proceeds_bp = 200 WHERE contract_version_id = 'draft'",
    ...frozen,
  },
  {
    of: 'trigger contract_deductions_frozen_delete',
    given: [draft, deduction, sealed],
    refused: "DELETE FROM contract_deductions WHERE contract_version_id = 'draft'",
    ...frozen,
  },
  { of: 'trigger contract_households_frozen_insert', given: [draft, sealed], refused: household, ...frozen },
  {
    of: 'trigger contract_households_frozen_update',
    given: [draft, household, sealed],
    refused: "UPDATE contract_households SET land_centimu = 900 WHERE contract_version_id = 'draft'",
    ...frozen,
  },
  {
    of: 'trigger contract_households_frozen_delete',
    given: [draft, household, sealed],
    refused: "DELETE FROM contract_households WHERE contract_version_id = 'draft'",
    ...frozen,
  },
  {
    of: 'trigger log_facts_contract',
    given: [draft],
    run: sealed,
    reads: "SELECT count(*) FROM log_facts WHERE kind = 'contract' AND subject = 'draft'",
    gives: 1,
  },
]
