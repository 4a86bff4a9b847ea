/** What the organisation has, and what it laid out and gets back; the right side of these is the debit. */
export const assetCodes = ['bank', 'clearing', 'disputed', 'fees', 'fronted', 'inputs'] as const

/** What it owes, and to whom; the right side of these is the credit, and none may fall below zero. */
export const liabilityCodes = [
  'lot_sold',
  'lot_final',
  'freight',
  'pool',
  'household',
  'party',
  'guarantee',
  'reserve',
  'supplied',
  'surplus',
] as const

/** The chart of accounts. An account's id says what it is, so nothing needs to be looked up before posting. */
export type AccountCode = (typeof assetCodes)[number] | (typeof liabilityCodes)[number]

export type Account = { id: string; organisationId: string; code: AccountCode; subject: string }

/** `subject`: the lot, contract, household or organisation it is about; "-" for the organisation itself. */
export function account(organisationId: string, code: AccountCode, subject = '-'): Account {
  return { id: `${organisationId}/${code}/${subject}`, organisationId, code, subject }
}
