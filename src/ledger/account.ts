/**
 * The chart of accounts. Debit accounts hold what the organisation has (bank, clearing); the others what it owes.
 * An account's id says what it is, so nothing needs to be looked up before posting.
 */
export type AccountCode = 'bank' | 'clearing' | 'lot_sold' | 'lot_final' | 'freight' | 'pool' | 'household' | 'party' | 'guarantee'

export type Account = { id: string; organisationId: string; code: AccountCode; subject: string }

/** `subject`: the lot, contract, household or organisation it is about; "-" for the organisation itself. */
export function account(organisationId: string, code: AccountCode, subject = '-'): Account {
  return { id: `${organisationId}/${code}/${subject}`, organisationId, code, subject }
}
