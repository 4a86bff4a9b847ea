/** What a recount is made from: signed terms, weighed slips, sold and refunded goods, money paid in, the bank's answers. Never a stored sum. */
export type Evidence = {
  organisationId: string
  versions: readonly TermsRow[]
  slips: readonly SlipRow[]
  lots: readonly { lotId: string; versionId: string; closedAtMs: number | null }[]
  origins: readonly { lotId: string; deliveryId: string; grams: number }[]
  sales: readonly { lotId: string; throughSeq: number; fen: number; grams: number }[]
  inputs: readonly InputRow[]
  writeOffs: readonly { deliveryId: string; forgivenFen: number; atMs: number }[]
  payments: readonly { contractId: string; seq: number; amountFen: number }[]
  settlements: readonly { id: string; asOfOn: string; madeAtMs: number; throughSeq: number }[]
  answers: readonly { settlementId: string; party: string; partyId: string; stands: number }[]
}

/** The signed contract version; `deductions` is its fixed rates. */
export type TermsRow = {
  versionId: string
  contractId: string
  enterpriseId: string | null
  cooperativeId: string
  guarantorId: string
  enterpriseBp: number
  cooperativeBp: number
  householdBp: number
  deductionCapBp: number
  floorBasis: 'goods' | 'household'
  advanceBp: number
  guaranteeOn: string
  deductions: readonly { proceedsBp: number; fenPerKg: number }[]
}

export type SlipRow = {
  deliveryId: string
  householdId: string
  versionId: string
  productId: string
  month: string
  netGrams: number
  fenPerKg: number
  recordedAtMs: number
  reversedAtMs: number | null
}

/** Inputs handed out on credit, with the cap of the contract version they were taken under. */
export type InputRow = {
  householdId: string
  contractId: string
  amountFen: number
  capBp: number
  atMs: number
  reversedAtMs: number | null
}
