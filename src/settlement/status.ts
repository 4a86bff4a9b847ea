export type SettlementStatus = 'draft' | 'notice' | 'approved' | 'exported' | 'closed' | 'rejected'
export type LineStatus = 'draft' | 'held' | 'exported' | 'paid' | 'failed' | 'released'

/** Lines that carry money for their slips: not yet answered, or paid. A failed or released line carries nothing. */
export const standingLines: readonly LineStatus[] = ['draft', 'held', 'exported', 'paid']

/** Settlements whose money is in the ledger. */
export const postedSettlements: readonly SettlementStatus[] = ['approved', 'exported', 'closed']
