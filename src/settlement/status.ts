export type SettlementStatus = 'draft' | 'notice' | 'approved' | 'exported' | 'closed' | 'rejected'
export type LineStatus = 'draft' | 'held' | 'exported' | 'paid' | 'failed' | 'released'
/** How a line reaches its payee: in the bank's file, or handed out by the till. */
export type Channel = 'bank' | 'cash'

/** Lines that carry money for their slips: not yet answered, or paid. A failed or released line carries nothing. */
export const standingLines: readonly LineStatus[] = ['draft', 'held', 'exported', 'paid']

/** Settlements whose money is in the ledger. */
export const postedSettlements: readonly SettlementStatus[] = ['approved', 'exported', 'closed']
